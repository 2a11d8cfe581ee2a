/** The shipped connectors, and what keeps a Connect worker running them. */
package io.aurea.connector;
