/** The catalogue of topics: names, keys, values and settings, with what is needed to create them and to register their schemas. */
package io.aurea.topic;
