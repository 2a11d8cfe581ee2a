/** How the pure core hands its state to whatever stores it: as changed entries of bytes, once per commit. */
package io.aurea.state;
