/** What operators tell the loop, and how they read what it has done: commands into Kafka, lists out of PostgreSQL. */
package io.aurea.command.operator;
