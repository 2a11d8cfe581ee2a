/**
 * The guards between a decision and the world. Each is a small pure class that allows or denies one proposal, with a
 * reason; all are asked before every dispatch and again when an approval comes.
 */
package io.aurea.guard;
