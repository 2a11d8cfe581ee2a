/** Servers, topics, tables and connectors: what brings an installation up and keeps it. */
package io.aurea.cli.stack;
