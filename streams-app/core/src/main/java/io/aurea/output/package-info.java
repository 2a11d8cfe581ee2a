/** Where the core puts what comes of it. */
package io.aurea.output;
