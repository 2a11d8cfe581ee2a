package io.aurea.bench;

/** One way to read the observations, at work in this process from its {@link #start} on. Thread-safe. */
interface BenchArm extends AutoCloseable {

    void start();

    /** Records taken from the topic so far, ticks included. */
    long consumed();

    /** Whether all {@code records} are taken and, where the arm writes anything, committed. */
    boolean done(long records);

    /** Why it cannot go on; null as long as it can. */
    Throwable failure();

    /** What was decoded, for an arm that writes nothing that could be counted instead. */
    default SeriesTotals decoded() {
        return SeriesTotals.NONE;
    }

    @Override
    void close();
}
