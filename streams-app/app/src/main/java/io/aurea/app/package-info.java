/** The streams app as a whole: its settings, its start and its end. */
package io.aurea.app;
