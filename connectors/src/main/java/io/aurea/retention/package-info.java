/** How long rows stay in PostgreSQL: partitions by time, and what goes when it is old. */
package io.aurea.retention;
