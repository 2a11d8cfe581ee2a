/** Sending observations, and checking that they have arrived. */
package io.aurea.cli.publish;
