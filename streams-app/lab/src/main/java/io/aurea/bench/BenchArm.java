package io.aurea.bench;

/** One way to read the observations, running in this process once {@link #start} is called. Thread-safe. */
interface BenchArm extends AutoCloseable {

    void start();

    /** Records taken from the topic so far, ticks included. */
    long consumed();

    /** Whether all {@code records} are taken and, where the arm writes anything, committed. */
    boolean done(long records);

    /** Why it failed; null while it has not. */
    Throwable failure();

    /** Totals of what was decoded, for an arm without output to count. */
    default SeriesTotals decoded() {
        return SeriesTotals.NONE;
    }

    @Override
    void close();
}
