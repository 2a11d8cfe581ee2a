/** What the app tells about itself over HTTP. */
package io.aurea.status;
