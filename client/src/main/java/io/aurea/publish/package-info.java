/**
 * For services: what they see of themselves, on its way to the loop. {@link io.aurea.publish.ObservationPublisher} is all of
 * it, and public API.
 */
package io.aurea.publish;
