/**
 * For services: publishes what they observe of themselves to the loop.
 *
 * <p>What is public here is API: {@link io.aurea.publish.ObservationPublisher}.
 */
package io.aurea.publish;
