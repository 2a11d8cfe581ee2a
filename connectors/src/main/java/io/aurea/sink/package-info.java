/** The PostgreSQL sink connector: rows and offsets in one transaction, so each record is stored exactly once. */
package io.aurea.sink;
