/** The commands that an operator gives the loop, and the executor that carries out decisions. */
package io.aurea.cli.operate;
