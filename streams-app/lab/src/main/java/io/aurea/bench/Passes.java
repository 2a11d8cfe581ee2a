package io.aurea.bench;

/**
 * One run of one arm: {@value #COUNT} passes over all records in one process.
 *
 * @param cold the first pass, in which the JVM loads and compiles what it runs
 * @param warm the last one, in which it has done so
 */
record Passes(Measured cold, Measured warm) {
    static final int COUNT = 4;
}
