/**
 * The guards between a decision and the world. Each is a small pure class that answers one proposal with yes or no and a
 * reason; all are asked before every dispatch and again when an approval comes.
 */
package io.aurea.guard;
