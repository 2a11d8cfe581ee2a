/** How much is done at once of what one record brings about. */
package io.aurea.work;
