package io.aurea.pattern.rule;

import io.aurea.name.NameGlob;
import io.aurea.schema.ObservationKind;
import io.aurea.schema.Trend;
import io.aurea.state.Format;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The last windows of one series about a database, oldest first, and how it began. A series is about a database if it
 * is named like one, any other from its first failure about a connection on. Not thread-safe.
 */
final class DatabaseAttempts {
    private static final int MAX_WINDOWS = 20;
    private static final Format FORMAT = new Format("attempts at a database", 1);

    /** Their order is part of the format. */
    private static final List<String> CLASSES = List.of("database", "network", "timeout");

    private static final List<String> CONNECTION_WORDS =
            List.of("connect", "pool", "too many clients", "08001", "08003", "08004", "08006", "53300");

    /**
     * @param attempts [1, ..)
     * @param failed in a way that concerns the database, [0, attempts]
     * @param byClass those, by {@link #CLASSES}; a health check has none
     */
    private record DatabaseWindow(long endMs, long attempts, long failed, long[] byClass) {}

    private final Deque<DatabaseWindow> windows = new ArrayDeque<>();
    /** The beginning, without the last window. */
    private InitialShare beginning;

    private DatabaseAttempts(InitialShare beginning) {
        this.beginning = beginning;
    }

    /** Whether to follow a series from this window on. */
    static boolean beginsWith(Trend t, List<NameGlob> databases) {
        return isNamed(t, databases) || failed(t, databases) > 0;
    }

    /** The start for a series that was well before, as far as it existed: with as many attempts per window as now. */
    static DatabaseAttempts before(Trend first) {
        int calm = (int) Math.min(InitialShare.WINDOWS, first.getHistory());
        return new DatabaseAttempts(new InitialShare(calm, calm * first.getAttempts(), 0));
    }

    void add(Trend t, List<NameGlob> databases) {
        if (!windows.isEmpty()) {
            beginning = beginning.with(last().attempts(), last().failed());
        }
        windows.addLast(new DatabaseWindow(
                t.getWindowEnd().toEpochMilli(), t.getAttempts(), failed(t, databases), byClass(t, databases)));
        if (windows.size() > MAX_WINDOWS) {
            windows.removeFirst();
        }
    }

    private static boolean isNamed(Trend t, List<NameGlob> databases) {
        return NameGlob.any(databases, t.getSource()) || NameGlob.any(databases, t.getName());
    }

    private static long failed(Trend t, List<NameGlob> databases) {
        if (t.getKind() == ObservationKind.HEALTH) {
            return isNamed(t, databases) ? t.getAttempts() - t.getSuccesses() : 0;
        }
        long sum = 0;
        for (long failures : byClass(t, databases)) {
            sum += failures;
        }
        return Math.min(sum, t.getAttempts());
    }

    private static long[] byClass(Trend t, List<NameGlob> databases) {
        long[] failures = new long[CLASSES.size()];
        boolean named = isNamed(t, databases);
        for (int c = 0; c < failures.length; c++) {
            boolean counts = c == 0 ? speaksOfConnection(t) : named;
            failures[c] = counts ? t.getFailures().getOrDefault(CLASSES.get(c), 0L) : 0;
        }
        return failures;
    }

    private static boolean speaksOfConnection(Trend t) {
        if (t.getFailureExample() == null) {
            return false;
        }
        String text = t.getFailureExample().toLowerCase(Locale.ROOT);
        return CONNECTION_WORDS.stream().anyMatch(text::contains);
    }

    private DatabaseWindow last() {
        return windows.getLast();
    }

    InitialShare beginning() {
        return beginning;
    }

    long lastMs() {
        return last().endMs();
    }

    long failedNow() {
        return last().failed();
    }

    int windows(int atMost) {
        return Math.min(atMost, windows.size());
    }

    /** Attempts in the last windows. */
    long attempts(int count) {
        return last(count).stream().mapToLong(DatabaseWindow::attempts).sum();
    }

    long failed(int count) {
        return last(count).stream().mapToLong(DatabaseWindow::failed).sum();
    }

    /** Failures in the last windows by class, where above 0; empty for a health check. */
    SortedMap<String, Long> classes(int count) {
        TreeMap<String, Long> classes = new TreeMap<>();
        for (int c = 0; c < CLASSES.size(); c++) {
            int at = c;
            long sum = last(count).stream().mapToLong(w -> w.byClass()[at]).sum();
            if (sum > 0) {
                classes.put(CLASSES.get(c), sum);
            }
        }
        return classes;
    }

    private List<DatabaseWindow> last(int count) {
        return windows.stream().skip(Math.max(0, windows.size() - count)).toList();
    }

    byte[] encode() {
        ByteBuffer out = FORMAT.allocate(1 + 2 * Long.BYTES + windows.size() * (3 + CLASSES.size()) * Long.BYTES);
        out.put((byte) beginning.windows()).putLong(beginning.attempts()).putLong(beginning.failures());
        for (DatabaseWindow w : windows) {
            out.putLong(w.endMs()).putLong(w.attempts()).putLong(w.failed());
            for (long failures : w.byClass()) {
                out.putLong(failures);
            }
        }
        return out.array();
    }

    static DatabaseAttempts decode(byte[] stored) {
        ByteBuffer in = FORMAT.read(stored);
        DatabaseAttempts attempts = new DatabaseAttempts(new InitialShare(in.get(), in.getLong(), in.getLong()));
        while (in.hasRemaining()) {
            long endMs = in.getLong();
            long of = in.getLong();
            long failed = in.getLong();
            long[] byClass = new long[CLASSES.size()];
            for (int c = 0; c < byClass.length; c++) {
                byClass[c] = in.getLong();
            }
            attempts.windows.addLast(new DatabaseWindow(endMs, of, failed, byClass));
        }
        return attempts;
    }
}
