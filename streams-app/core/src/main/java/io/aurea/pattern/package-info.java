/** Patterns: what the trends of a tenant look like together, each an identity with a life instead of a row per cycle. */
package io.aurea.pattern;
