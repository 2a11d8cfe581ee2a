/** The {@code aurea} command: what a person or script types, and the lines it prints. */
package io.aurea.cli;
