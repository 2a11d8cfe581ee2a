/**
 * The catalogue of topics: names, keys, values and settings, and the code that creates them and registers their
 * schemas.
 */
package io.aurea.topic;
