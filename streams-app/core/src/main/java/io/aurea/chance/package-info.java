/** Chances and what counts say of them: distributions, and tests that may be looked at after every single trial. */
package io.aurea.chance;
