/**
 * Patterns: what the trends of a tenant look like together, each an identity with a life instead of a row per cycle. Here is
 * what {@code rule}, which reads a cycle, and {@code life}, which remembers, both speak of.
 */
package io.aurea.pattern;
