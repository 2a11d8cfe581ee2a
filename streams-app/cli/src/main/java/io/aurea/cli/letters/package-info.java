/** What could not be processed: listed, shown, and published again. */
package io.aurea.cli.letters;
