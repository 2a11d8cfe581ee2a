/** How long to wait between two tries. */
package io.aurea.backoff;
