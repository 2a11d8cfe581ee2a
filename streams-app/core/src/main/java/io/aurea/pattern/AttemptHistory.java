package io.aurea.pattern;

import io.aurea.schema.Trend;
import io.aurea.state.Format;
import io.aurea.trend.FailureShare;
import io.aurea.trend.ModelSettings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;

/**
 * The attempts of one source, or of the tenant, in the last windows, oldest first, and the usual share of their
 * failures, overall and by class.
 */
public final class AttemptHistory {
    private static final Format FORMAT = new Format("attempts", 1);

    static final int MAX_WINDOWS = 20;

    /**
     * The classes by which failures are counted, see the field {@code failures} of Trend; any other is unknown. Their
     * order is part of the format.
     */
    public static final List<String> CLASSES =
            List.of("timeout", "permission", "database", "network", "dependency", "resource", "validation", "unknown");

    private final ModelSettings settings;
    private final Deque<Window> windows = new ArrayDeque<>();
    private final FailureShare all;

    /** By position in {@link #CLASSES}; only those seen. */
    private final TreeMap<Integer, FailureShare> classes = new TreeMap<>();

    public AttemptHistory(ModelSettings settings) {
        this.settings = settings;
        this.all = new FailureShare(settings);
    }

    /**
     * @param attempts [1, ..)
     * @param successes [0, attempts]
     * @param failures by {@link #CLASSES}
     */
    public record Window(long endMs, long attempts, long successes, long[] failures) {
        public long failed() {
            return attempts - successes;
        }

        public long failed(int failureClass) {
            return Math.min(failures[failureClass], attempts);
        }
    }

    /** Sums the trends of one window. */
    public static final class Sum {
        private long attempts;
        private long successes;
        private final long[] failures = new long[CLASSES.size()];

        public void add(Trend trend) {
            attempts += trend.getAttempts();
            successes += trend.getSuccesses();
            for (Map.Entry<String, Long> f : trend.getFailures().entrySet()) {
                int c = CLASSES.indexOf(f.getKey());
                failures[c < 0 ? CLASSES.size() - 1 : c] += f.getValue();
            }
        }
    }

    /**
     * Adds a window.
     *
     * @param byClass whether to learn the usual share by class too
     */
    public void add(long startMs, long endMs, Sum sum, boolean byClass) {
        Window window = new Window(endMs, sum.attempts, sum.successes, sum.failures.clone());
        windows.addLast(window);
        if (windows.size() > MAX_WINDOWS) {
            windows.removeFirst();
        }
        for (int c = 0; byClass && c < CLASSES.size(); c++) {
            if (window.failed(c) > 0) {
                classes.computeIfAbsent(c, n -> all.withoutFailures(settings));
            }
        }
        all.observe(startMs, window.failed(), window.attempts());
        classes.forEach((c, share) -> share.observe(startMs, window.failed(c), window.attempts()));
        classes.values().removeIf(FailureShare::forgettable);
    }

    /** Accepts the current failures as usual, from the window with this start on. */
    public void accept(long startMs) {
        all.accept(startMs);
        classes.values().forEach(share -> share.accept(startMs));
    }

    /** The usual share of failures, including the last window. */
    public FailureShare failures() {
        return all;
    }

    /** The usual share of failures of a class; empty if there were none for long. */
    public Optional<FailureShare> failures(int failureClass) {
        return Optional.ofNullable(classes.get(failureClass));
    }

    /** The last windows that ended after this time, at most this many; at least one. */
    public List<Window> since(OptionalLong startMs, int most) {
        List<Window> last = last(most);
        long begin = startMs.orElse(Long.MAX_VALUE);
        int first = last.size() - 1;
        while (first > 0 && last.get(first - 1).endMs() > begin) {
            first--;
        }
        return last.subList(first, last.size());
    }

    /** The last windows, oldest first; fewer if there are no more. */
    public List<Window> last(int count) {
        return windows.stream().skip(Math.max(0, windows.size() - count)).toList();
    }

    public Window lastWindow() {
        return windows.getLast();
    }

    /** End of the last window, epoch milliseconds. */
    public long lastMs() {
        return windows.getLast().endMs();
    }

    public static long attempts(List<Window> windows) {
        return windows.stream().mapToLong(Window::attempts).sum();
    }

    public static long successes(List<Window> windows) {
        return windows.stream().mapToLong(Window::successes).sum();
    }

    public byte[] encode() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
        BinaryEncoder out = EncoderFactory.get().binaryEncoder(bytes, null);
        try {
            out.writeFixed(new byte[] {(byte) FORMAT.number()});
            out.writeInt(windows.size());
            for (Window w : windows) {
                out.writeLong(w.endMs());
                out.writeLong(w.attempts());
                out.writeLong(w.successes());
                for (long f : w.failures()) {
                    out.writeLong(f);
                }
            }
            write(all, out);
            out.writeInt(classes.size());
            for (Map.Entry<Integer, FailureShare> share : classes.entrySet()) {
                out.writeInt(share.getKey());
                write(share.getValue(), out);
            }
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static void write(FailureShare share, BinaryEncoder out) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(FailureShare.SIZE);
        share.save(bytes);
        out.writeFixed(bytes.array());
    }

    public static AttemptHistory decode(ModelSettings settings, byte[] stored) {
        FORMAT.require(stored.length == 0 ? -1 : stored[0]);
        BinaryDecoder in = DecoderFactory.get().binaryDecoder(stored, 1, stored.length - 1, null);
        AttemptHistory run = new AttemptHistory(settings);
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
            read(run.all, in);
            for (int n = in.readInt(); n > 0; n--) {
                FailureShare share = new FailureShare(settings);
                run.classes.put(in.readInt(), share);
                read(share, in);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return run;
    }

    private static void read(FailureShare share, BinaryDecoder in) throws IOException {
        byte[] bytes = new byte[FailureShare.SIZE];
        in.readFixed(bytes);
        share.restore(ByteBuffer.wrap(bytes));
    }
}
