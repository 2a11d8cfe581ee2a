/** What the app serves over HTTP: API, event stream, page and metrics. */
package io.aurea.status;
