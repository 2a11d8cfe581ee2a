/** The {@code aurea} command: what a person or script types, and the lines it answers with. */
package io.aurea.cli;
