/**
 * The unified brain from outside the loop: what it remembers can be searched and added to.
 *
 * <p>What is public here is API: {@link io.aurea.brain.BrainClient} and {@link io.aurea.brain.Remembered}. How it searches is
 * visible in this package only and may change at any time.
 */
package io.aurea.brain;
