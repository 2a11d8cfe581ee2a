/** What a series measures and what is good for it. */
package io.aurea.metric;
