/** What is left of a tenant outside of the loop's state, and how it goes. */
package io.aurea.cli.forget;
