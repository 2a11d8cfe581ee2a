/** What a series stands for and what is good for it. */
package io.aurea.metric;
