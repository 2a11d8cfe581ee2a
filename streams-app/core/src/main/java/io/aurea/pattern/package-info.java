/**
 * Patterns: what the trends of a tenant look like together, each an identity with a life instead of a row per cycle.
 * This package holds the terms shared by {@code rule}, which reads a cycle, and {@code life}, which remembers.
 */
package io.aurea.pattern;
