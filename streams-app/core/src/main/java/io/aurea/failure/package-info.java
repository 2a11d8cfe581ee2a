/** What kind of failure an error text describes. */
package io.aurea.failure;
