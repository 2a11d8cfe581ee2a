/** The executor of {@code aurea act}: handlers as a file tells them, over {@link io.aurea.executor.Decisions}. */
package io.aurea.act;
