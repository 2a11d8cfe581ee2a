/** Waiting until what was sent has arrived. */
package io.aurea.drain;
