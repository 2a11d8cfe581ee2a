/** The demo shop of {@code aurea up}: the simulation on the wall clock, its observations published, decisions carried out. */
package io.aurea.demo;
