/**
 * For services: what they see of themselves, on its way to the loop.
 *
 * <p>What is public here is API: {@link io.aurea.publish.ObservationPublisher}.
 */
package io.aurea.publish;
