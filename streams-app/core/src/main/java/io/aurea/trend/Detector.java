package io.aurea.trend;

import java.nio.ByteBuffer;

/**
 * Watches one stream of numbers for one kind of surprise. Deterministic, of fixed size, and without look-ahead: the
 * result for a number depends only on that number and earlier ones.
 *
 * <p>After {@link #restore} of what {@link #save} wrote, a detector with the same settings continues exactly like the
 * one that wrote it. Not thread-safe.
 */
interface Detector {

    /**
     * Judges the number against earlier ones, then learns it.
     *
     * @param value [-1e30, 1e30]
     * @return [0, ..), 0 means nothing unusual; finite, and in a unit of the detector's own
     */
    double surprise(double value);

    /** Writes {@link #size} bytes. */
    void save(ByteBuffer out);

    /** Reads what {@link #save} wrote. */
    void restore(ByteBuffer in);

    /** Bytes of state. */
    int size();
}
