/** Patterns over time: hysteresis, onset and end, flapping, the suspected origin, and the state of a tenant's patterns. */
package io.aurea.pattern.life;
