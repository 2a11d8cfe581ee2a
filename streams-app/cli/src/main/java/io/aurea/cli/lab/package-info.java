/** The evaluation, the truth matrix, the benchmark and the scoring of files. */
package io.aurea.cli.lab;
