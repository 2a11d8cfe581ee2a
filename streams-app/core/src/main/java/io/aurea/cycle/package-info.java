/**
 * Orient: combines the closed windows of a tenant into numbered cycles, in a fixed order, once every partition has
 * passed them.
 */
package io.aurea.cycle;
