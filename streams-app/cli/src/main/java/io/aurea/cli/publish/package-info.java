/** Observations on their way in, and whether they have arrived. */
package io.aurea.cli.publish;
