/** What kind of failure an error text speaks of. */
package io.aurea.failure;
