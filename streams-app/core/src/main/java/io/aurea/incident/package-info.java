/**
 * One fault is one incident: the patterns that belong together, what is done about them, and how it ends.
 *
 * <p>A pattern that sets on joins the incident to which it has most to do, see {@link io.aurea.incident.Relation}, or opens a new
 * one. Two incidents to which it has much to do become one, the older. An incident ends a few cycles after its last pattern has,
 * unless one of its decisions is still open. The record is the state: what the topic says is all that is known.
 */
package io.aurea.incident;
