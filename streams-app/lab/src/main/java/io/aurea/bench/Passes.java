package io.aurea.bench;

/**
 * One run of one arm: {@value #COUNT} passes over all records in one process.
 *
 * @param cold the first pass, during which the JVM loads and compiles
 * @param warm the last one, after it has done so
 */
record Passes(Measured cold, Measured warm) {
    static final int COUNT = 4;
}
