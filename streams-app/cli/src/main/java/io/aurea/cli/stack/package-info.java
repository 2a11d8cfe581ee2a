/** Servers, topics, tables and connectors: what sets an installation up and keeps it running. */
package io.aurea.cli.stack;
