/**
 * What is shown of each tenant: a bounded past of its records, what operators have set, and what is believed about its
 * actions. Kept beside the loop's own state and read by others as immutable views.
 */
package io.aurea.view;
