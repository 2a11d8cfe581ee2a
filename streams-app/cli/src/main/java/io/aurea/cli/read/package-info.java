/** What the loop and its history say, for a person at a terminal. */
package io.aurea.cli.read;
