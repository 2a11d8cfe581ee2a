/** The executor of {@code aurea act}: handlers as a file describes them, over {@link io.aurea.executor.Decisions}. */
package io.aurea.act;
