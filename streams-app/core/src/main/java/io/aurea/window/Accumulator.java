package io.aurea.window;

import io.aurea.change.ChangeText;
import io.aurea.failure.FailureClassifier;
import io.aurea.schema.Change;
import io.aurea.schema.Observation;
import io.aurea.schema.ObservationKind;
import io.aurea.schema.Polarity;
import io.aurea.schema.Trend;
import io.aurea.schema.TrendDirection;
import io.aurea.state.Format;
import io.aurea.state.RecordBytes;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** The aggregate of one series in one open window. Knows whether it has changed since it was last stored. */
final class Accumulator {
    private static final Format FORMAT = new Format("a window", 1);
    /** The same, and behind it the change of an EVENT or the peers of an OPERATION; only where there are some, so that the release
     * before reads all others. */
    private static final Format WITH_MORE = new Format("a window", 2);

    private static final RecordBytes<Change> CHANGE = new RecordBytes<>(Change.class);

    /** Of one with a new {@link Quantiles}, beside its names. */
    private static final int BYTES = 500;

    /** Further, of one that may have failures or a counter's values, for those. */
    private static final int BYTES_OF_FAILURES = 500;

    private static final int BYTES_OF_COUNTER = 1_000;

    /** Further, of an EVENT, whose change may have four texts of 128 characters. */
    private static final int BYTES_OF_CHANGE = 1_400;

    private final SeriesId series;
    private final SeriesBytes bytes;
    private final long windowStart;
    private final ObservationKind kind;
    private final String unit;
    private final int ownWeight;
    private long count;
    private long attempts;
    private long successes;
    /** Null before the first. */
    private Values values;

    private Failures failures;
    /** For a COUNTER; null before its first value. */
    private CounterValues counter;
    /** The last one of an EVENT; null without one. */
    private Change change;
    /** Of an OPERATION; null before the first. */
    private CalledPeers peers;

    private boolean dirty;
    private boolean stored;
    private boolean closed;

    /** @param bytes of the same series */
    Accumulator(SeriesId series, SeriesBytes bytes, long windowStart, ObservationKind kind, String unit) {
        this.series = series;
        this.bytes = bytes;
        this.windowStart = windowStart;
        this.kind = kind;
        this.unit = unit;
        this.ownWeight = BYTES
                + 2 * bytes.path().length
                + (kind == ObservationKind.OPERATION ? BYTES_OF_FAILURES : 0)
                + (kind == ObservationKind.COUNTER ? BYTES_OF_COUNTER : 0)
                + (kind == ObservationKind.EVENT ? BYTES_OF_CHANGE : 0);
    }

    SeriesId series() {
        return series;
    }

    SeriesBytes bytes() {
        return bytes;
    }

    ObservationKind kind() {
        return kind;
    }

    /** Whether there are unsaved changes. */
    boolean dirty() {
        return dirty;
    }

    /** Whether the store has any version of this. */
    boolean stored() {
        return stored;
    }

    boolean closed() {
        return closed;
    }

    /** The memory it takes, bytes, about; depends on nothing but its names, its kind and its numbers. */
    int weight() {
        return ownWeight + (values == null ? 0 : values.bytes()) + (peers == null ? 0 : peers.bytes());
    }

    /** Whether it takes no more memory with this record. */
    boolean holds(Observation o) {
        if (kind == ObservationKind.OPERATION) {
            return (!o.getSuccess() || holds(o.getDurationMs())) && holdsPeer(o.getPeer());
        }
        return o.getValue() == null || holds(o.getValue());
    }

    /** The same for an observation that is not decoded. */
    boolean holds(EncodedObservation o) {
        if (kind == ObservationKind.OPERATION) {
            return (!o.success() || holds(o.durationMs()))
                    && (!o.hasPeer() || peers != null && peers.holds(o.bytes(), o.peerFrom(), o.peerTo()));
        }
        return !o.hasValue() || holds(o.value());
    }

    private boolean holdsPeer(String peer) {
        if (peer == null) {
            return true;
        }
        byte[] name = peer.getBytes(StandardCharsets.US_ASCII);
        return peers != null && peers.holds(name, 0, name.length);
    }

    private boolean holds(double value) {
        return kind == ObservationKind.COUNTER || values == null || values.holds(value);
    }

    /** @param atMs the effective time of the observation, epoch milliseconds */
    void add(Observation o, long atMs, FailureClassifier classifier) {
        Boolean success = o.getSuccess();
        count(success != null, success != null && success);
        if (kind == ObservationKind.OPERATION) {
            if (success) {
                add(o.getDurationMs());
            } else {
                fail(o.getError(), o.getDurationMs(), classifier);
            }
            if (o.getPeer() != null) {
                byte[] peer = o.getPeer().getBytes(StandardCharsets.US_ASCII);
                call(peer, 0, peer.length);
            }
        } else if (o.getValue() != null) {
            addValue(atMs, o.getValue());
        }
        if (kind == ObservationKind.EVENT) {
            change(ChangeText.of(o), atMs);
        }
    }

    /** @param said null without one */
    private void change(Change said, long atMs) {
        if (said != null && (change == null || atMs >= change.getAt().toEpochMilli())) {
            said.setAt(Instant.ofEpochMilli(atMs));
            change = said;
        }
    }

    /** The same for an observation that is not decoded. */
    void add(EncodedObservation o, long atMs, FailureClassifier classifier) {
        count(o.hasSuccess(), o.success());
        if (kind == ObservationKind.OPERATION) {
            if (o.success()) {
                add(o.durationMs());
            } else {
                fail(o.error(), o.durationMs(), classifier);
            }
            if (o.hasPeer()) {
                call(o.bytes(), o.peerFrom(), o.peerTo());
            }
        } else if (o.hasValue()) {
            addValue(atMs, o.value());
        }
    }

    private void call(byte[] peer, int from, int to) {
        if (peers == null) {
            peers = new CalledPeers();
        }
        peers.add(peer, from, to);
    }

    private void addValue(long atMs, double value) {
        if (kind != ObservationKind.COUNTER) {
            add(value);
            return;
        }
        if (counter == null) {
            counter = new CounterValues();
        }
        counter.add(atMs, value);
    }

    private void count(boolean attempted, boolean succeeded) {
        dirty = true;
        count++;
        if (attempted) {
            attempts++;
            if (succeeded) {
                successes++;
            }
        }
    }

    /** A fast failure says nothing about how long success takes, so its duration is kept apart. */
    private void fail(String error, double durationMs, FailureClassifier classifier) {
        if (failures == null) {
            failures = new Failures(error);
        }
        failures.add(classifier.classify(error), durationMs);
    }

    private void add(double value) {
        if (values == null) {
            values = new Values();
        }
        values.add(value);
    }

    /** A counter's values in the window; empty for other series. */
    Optional<CounterValues> counter() {
        return Optional.ofNullable(counter);
    }

    /** The trend without what depends on earlier windows: the rate of a counter, and how the window compares. */
    Trend close(long windowEnd) {
        closed = true;
        Trend trend = new Trend();
        trend.setTenantId(series.tenant());
        trend.setSource(series.source());
        trend.setName(series.name());
        trend.setKind(kind);
        trend.setDirection(TrendDirection.UNKNOWN);
        trend.setPolarity(Polarity.UNKNOWN);
        trend.setUnit(kind == ObservationKind.COUNTER ? perSecond(unit) : unit);
        trend.setWindowStart(Instant.ofEpochMilli(windowStart));
        trend.setWindowEnd(Instant.ofEpochMilli(windowEnd));
        trend.setCount(count);
        trend.setAttempts(attempts);
        trend.setSuccesses(successes);
        if (attempts > 0) {
            Wilson interval = Wilson.of(successes, attempts);
            trend.setSuccessRate((double) successes / attempts);
            trend.setSuccessRateLow(interval.low());
            trend.setSuccessRateHigh(interval.high());
        }
        if (failures != null) {
            failures.describe(trend);
        } else {
            trend.setFailures(Map.of());
        }
        trend.setChange(change);
        trend.setPeers(peers == null ? null : peers.names());
        if (values != null) {
            values.describe(trend);
        }
        return trend;
    }

    private static String perSecond(String unit) {
        return unit == null ? "1/s" : unit + "/s";
    }

    /** Encodes everything and marks it as stored. */
    byte[] store() {
        byte[] bytes = encode();
        dirty = false;
        stored = true;
        return bytes;
    }

    byte[] encode() {
        return (change == null && peers == null ? FORMAT : WITH_MORE).encode(out -> {
            out.writeUTF(series.tenant());
            out.writeUTF(series.source());
            out.writeUTF(series.name());
            out.writeLong(windowStart);
            out.writeUTF(kind.name());
            out.writeBoolean(unit != null);
            if (unit != null) {
                out.writeUTF(unit);
            }
            out.writeLong(count);
            out.writeLong(attempts);
            out.writeLong(successes);
            Values.write(values, out);
            out.writeBoolean(failures != null);
            if (failures != null) {
                failures.write(out);
            }
            out.writeBoolean(counter != null);
            if (counter != null) {
                counter.write(out);
            }
            if (change != null) {
                CHANGE.write(change, out);
            } else if (peers != null) {
                peers.write(out);
            }
        });
    }

    static Accumulator decode(byte[] stored) {
        boolean more = stored.length > 0 && stored[0] == WITH_MORE.number();
        return (more ? WITH_MORE : FORMAT).decode(stored, in -> {
            SeriesId series = new SeriesId(in.readUTF(), in.readUTF(), in.readUTF());
            long windowStart = in.readLong();
            ObservationKind kind = ObservationKind.valueOf(in.readUTF());
            String unit = in.readBoolean() ? in.readUTF() : null;
            Accumulator a = new Accumulator(series, new SeriesBytes(series), windowStart, kind, unit);
            a.count = in.readLong();
            a.attempts = in.readLong();
            a.successes = in.readLong();
            a.values = Values.read(in);
            if (in.readBoolean()) {
                a.failures = Failures.read(in);
            }
            if (in.readBoolean()) {
                a.counter = CounterValues.read(in);
            }
            if (more && kind == ObservationKind.EVENT) {
                a.change = CHANGE.read(in);
            } else if (more) {
                a.peers = CalledPeers.read(in);
            }
            a.stored = true;
            return a;
        });
    }

    long windowStart() {
        return windowStart;
    }
}
