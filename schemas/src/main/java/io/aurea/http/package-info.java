/** What the clients of HTTP servers share: addresses, TLS and credentials. */
package io.aurea.http;
