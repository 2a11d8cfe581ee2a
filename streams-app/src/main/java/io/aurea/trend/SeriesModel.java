package io.aurea.trend;

import java.nio.ByteBuffer;

/**
 * What is usual for one series, learned one window at a time without look ahead. State is of a fixed size below 2 kB.
 *
 * <p>After {@link #decode} of what {@link #encode} gave, a model goes on exactly like the one that gave it. Not
 * thread-safe.
 */
public final class SeriesModel {
    private static final byte FORMAT = 1;
    /** Larger numbers count as this much: beyond it squares and single precision overflow. */
    private static final double LARGEST = 1e30;

    private final ModelSettings settings;
    private final Baseline baseline = new Baseline();
    private final RecentWindows recent;
    private final LevelShift levelShift = new LevelShift();
    private final AnomalyScore score = new AnomalyScore();
    private long windows;

    public SeriesModel(ModelSettings settings) {
        this.settings = settings;
        this.recent = new RecentWindows(settings.slopeWindows());
    }

    /**
     * Judges a closed window against those before it, then learns it. Windows without a value are not fed in.
     *
     * @param windowStartMs epoch milliseconds; should not decrease
     * @param value finite; beyond +-1e30 it counts as that much
     */
    public Assessment observe(long windowStartMs, double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("the value of a window is " + value + "; allowed: finite numbers");
        }
        return judge(windowStartMs, Math.max(-LARGEST, Math.min(LARGEST, value)));
    }

    private Assessment judge(long windowStartMs, double value) {
        windows++;
        double expected = windows == 1 ? value : baseline.at(windowStartMs);
        double spread = baseline.spread();
        double deviation = deviation(value - expected, spread);
        double anomaly = score.of(windowStartMs, value, value - expected);
        recent.add(windowStartMs, value);
        if (windows > settings.minWindows()) {
            levelShift.add(deviation);
        }
        Season season = baseline.season();
        baseline.learn(windowStartMs, value, recent);
        if (windows <= settings.minWindows()) {
            return new Assessment.Insufficient(windows);
        }
        return new Assessment.Judged(
                windows,
                anomaly,
                expected,
                spread,
                deviation,
                recent.directed() ? recent.slope() : Double.NaN,
                recent.pValue(),
                levelShift.evidence(),
                season);
    }

    private static double deviation(double distance, double spread) {
        if (distance == 0) {
            return 0;
        }
        double deviation = spread > 0 ? distance / spread : Math.copySign(Assessment.MAX_DEVIATION, distance);
        return Math.max(-Assessment.MAX_DEVIATION, Math.min(Assessment.MAX_DEVIATION, deviation));
    }

    /** The state; {@link #size} bytes. */
    public byte[] encode() {
        ByteBuffer out = ByteBuffer.allocate(size());
        out.put(FORMAT).putLong(windows);
        baseline.save(out);
        recent.save(out);
        levelShift.save(out);
        score.save(out);
        return out.array();
    }

    /**
     * @param settings those under which the state was encoded
     * @throws IllegalArgumentException if the state has another format or size
     */
    public static SeriesModel decode(ModelSettings settings, byte[] state) {
        SeriesModel model = new SeriesModel(settings);
        if (state.length != model.size() || state[0] != FORMAT) {
            throw new IllegalArgumentException(
                    "a stored series model has %d bytes and format %d; known: %d bytes, format %d"
                            .formatted(state.length, state.length == 0 ? -1 : state[0], model.size(), FORMAT));
        }
        ByteBuffer in = ByteBuffer.wrap(state, 1, state.length - 1);
        model.windows = in.getLong();
        model.baseline.restore(in);
        model.recent.restore(in);
        model.levelShift.restore(in);
        model.score.restore(in);
        return model;
    }

    /** Bytes of an encoded model, the same for every model of these settings. */
    public int size() {
        return 1 + Long.BYTES + baseline.size() + recent.size() + levelShift.size() + score.size();
    }
}
