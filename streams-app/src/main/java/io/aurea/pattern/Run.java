package io.aurea.pattern;

import io.aurea.schema.Trend;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;

/** The attempts of the last windows with attempts of one source, or of the tenant; oldest first. */
final class Run {
    static final int MAX_WINDOWS = 20;

    /** The classes that failures are counted by, see the field {@code failures} of Trend; what else is unknown. */
    static final List<String> CLASSES =
            List.of("timeout", "permission", "database", "network", "dependency", "resource", "validation", "unknown");

    private final Deque<Window> windows = new ArrayDeque<>();

    /**
     * @param attempts [1, ..)
     * @param successes [0, attempts]
     * @param failures by {@link #CLASSES}
     */
    record Window(long endMs, long attempts, long successes, long[] failures) {
        double rate() {
            return (double) successes / attempts;
        }
    }

    /** Counts up what the trends of one window add to one window of a run. */
    static final class Sum {
        private long attempts;
        private long successes;
        private final long[] failures = new long[CLASSES.size()];

        void add(Trend trend) {
            attempts += trend.getAttempts();
            successes += trend.getSuccesses();
            for (Map.Entry<String, Long> f : trend.getFailures().entrySet()) {
                int c = CLASSES.indexOf(f.getKey());
                failures[c < 0 ? CLASSES.size() - 1 : c] += f.getValue();
            }
        }

        long attempts() {
            return attempts;
        }
    }

    void add(long windowEndMs, Sum sum) {
        windows.addLast(new Window(windowEndMs, sum.attempts, sum.successes, sum.failures.clone()));
        if (windows.size() > MAX_WINDOWS) {
            windows.removeFirst();
        }
    }

    /** The last windows, oldest first; fewer when there are no more. */
    List<Window> last(int count) {
        return windows.stream().skip(Math.max(0, windows.size() - count)).toList();
    }

    int size() {
        return windows.size();
    }

    /** End of the last window, epoch milliseconds. */
    long lastMs() {
        return windows.getLast().endMs();
    }

    static long attempts(List<Window> windows) {
        return windows.stream().mapToLong(Window::attempts).sum();
    }

    static long successes(List<Window> windows) {
        return windows.stream().mapToLong(Window::successes).sum();
    }

    byte[] encode() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
        BinaryEncoder out = EncoderFactory.get().binaryEncoder(bytes, null);
        try {
            out.writeInt(windows.size());
            for (Window w : windows) {
                out.writeLong(w.endMs());
                out.writeLong(w.attempts());
                out.writeLong(w.successes());
                for (long f : w.failures()) {
                    out.writeLong(f);
                }
            }
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    static Run decode(byte[] stored) {
        BinaryDecoder in = DecoderFactory.get().binaryDecoder(stored, null);
        Run run = new Run();
        try {
            for (int n = in.readInt(); n > 0; n--) {
                long end = in.readLong();
                long attempts = in.readLong();
                long successes = in.readLong();
                long[] failures = new long[CLASSES.size()];
                for (int c = 0; c < failures.length; c++) {
                    failures[c] = in.readLong();
                }
                run.windows.addLast(new Window(end, attempts, successes, failures));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return run;
    }
}
