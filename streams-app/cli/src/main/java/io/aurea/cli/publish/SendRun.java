package io.aurea.cli.publish;

import io.aurea.cli.ErrorLine;
import io.aurea.observation.ObservationRules;
import io.aurea.schema.Observation;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * One run of {@code send}: every line is either handed to the publisher or reported as rejected, and on a data clock the
 * ticks go out in between. Used by one thread, except for {@link #stop} and the counts.
 */
final class SendRun {

    private static final long PROGRESS_INTERVAL_NS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final int LINES_BETWEEN_LOOKS = 256;
    private static final String ERASE_LINE = "\r\u001b[K";

    private final ObservationJson json = new ObservationJson();
    private final LinePublisher publisher;
    private final Optional<DataClock> dataClock;
    private final LongSupplier now;
    private final PrintWriter err;
    private final boolean progress;
    private volatile long rejectedLines;
    private volatile boolean stopped;
    private long shownAt = System.nanoTime();

    /**
     * @param dataClock the stack's clock if it is a data clock
     * @param now the wall clock, epoch milliseconds
     * @param progress whether err is a terminal
     */
    SendRun(
            LinePublisher publisher,
            Optional<DataClock> dataClock,
            LongSupplier now,
            PrintWriter err,
            boolean progress) {
        this.publisher = publisher;
        this.dataClock = dataClock;
        this.now = now;
        this.err = err;
        this.progress = progress;
    }

    /**
     * Sends every line until the end, {@link #stop} or a failure of the connection; then waits for the
     * acknowledgements.
     */
    void run(LineReader lines) throws IOException {
        while (!stopped && publisher.failure() == null && lines.next()) {
            submit(lines);
            if (progress && lines.number() % LINES_BETWEEN_LOOKS == 0) {
                showProgress();
            }
        }
        publisher.flush();
        if (progress) {
            err.print(ERASE_LINE);
            err.flush();
        }
    }

    private void submit(LineReader lines) {
        if (lines.defect() != null) {
            reject(lines.number(), lines.defect());
            return;
        }
        if (isBlank(lines.text())) {
            return;
        }
        Observation observation;
        try {
            observation = json.parse(lines.text());
        } catch (MalformedLine malformed) {
            reject(lines.number(), malformed.getMessage());
            return;
        }
        Optional<String> violation = ObservationRules.violation(observation);
        if (violation.isPresent()) {
            reject(lines.number(), violation.get());
            return;
        }
        publisher.send(observation, lines.number());
        dataClock.ifPresent(clock -> {
            if (clock.advance(observation.getObservedAt().toEpochMilli(), now.getAsLong())) {
                publisher.tick(clock.time());
            }
        });
    }

    private static boolean isBlank(CharSequence line) {
        for (int i = 0; i < line.length(); i++) {
            if (line.charAt(i) > ' ') {
                return false;
            }
        }
        return true;
    }

    private void reject(long line, String reason) {
        rejectedLines++;
        report(err, progress, line, reason);
    }

    /** Prints why a line was rejected. */
    static void report(PrintWriter err, boolean terminal, long line, String reason) {
        err.println((terminal ? ERASE_LINE : "") + "line " + line + ": " + ErrorLine.oneLine(reason));
    }

    private void showProgress() {
        long time = System.nanoTime();
        if (time - shownAt >= PROGRESS_INTERVAL_NS) {
            shownAt = time;
            err.print(ERASE_LINE + summary());
            err.flush();
        }
    }

    /** Makes {@link #run} end after the current line. */
    void stop() {
        stopped = true;
    }

    boolean stopped() {
        return stopped;
    }

    /** Lines that were not observations, and records that Kafka refused. */
    long rejected() {
        return rejectedLines + publisher.refusals();
    }

    /** The summary line, which scripts parse. */
    String summary() {
        return "sent %d rejected %d".formatted(publisher.acknowledged(), rejected());
    }
}
