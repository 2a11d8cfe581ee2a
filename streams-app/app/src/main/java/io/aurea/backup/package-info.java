/**
 * An installation in one file: topics, state, how far every group has read, schemas and tables, as they were while no instance
 * of the app ran; and back into servers that hold none of it.
 */
package io.aurea.backup;
