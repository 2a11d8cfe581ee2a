/** What the loop and its history show, for a person at a terminal. */
package io.aurea.cli.read;
