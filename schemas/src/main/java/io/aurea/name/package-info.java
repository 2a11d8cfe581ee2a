/** Names of tenants, sources, series and whatever else has one. */
package io.aurea.name;
