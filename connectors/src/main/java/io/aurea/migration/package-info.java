/** The PostgreSQL schema, owned by Flyway. */
package io.aurea.migration;
