/** What is left of a tenant, or of series of it, outside of the loop's state, and how it goes. */
package io.aurea.cli.forget;
