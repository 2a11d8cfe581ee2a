package io.aurea.trend;

import java.nio.ByteBuffer;

/**
 * What is usual for one series, learned one window at a time without look-ahead. The state has a fixed size below 2 kB.
 *
 * <p>A window is judged by the reference, the expectation from earlier windows in order: a season that has been seen
 * twice and predicts better, else the steadiest level that predicts about as well as any. How unusual the miss is
 * follows from its rank among earlier misses, and unusual windows accumulate to evidence with a stated budget of false
 * alarms. From the window that reaches the budget on, the series is out of order: the reference is frozen as before the
 * evidence began, and only a candidate is learned, until the series comes back or the candidate has been held for so
 * long that it becomes the expectation.
 *
 * <p>After {@link #decode} of what {@link #encode} returned, a model continues exactly alike. Not thread-safe.
 */
public final class SeriesModel {
    private static final byte FORMAT = 1;
    /** Larger numbers count as this much: beyond it squares and single precision overflow. */
    private static final double LARGEST = 1e30;
    /** Windows before misses are ranked. */
    private static final int FIRST_WINDOWS = 10;
    /** A mean miss below this share of the level is rounding. */
    private static final double LEAST_MISS = 1e-4;
    /** Maximum distance of a window from the followed season, in usual standard deviations. */
    private static final double LIMIT = 4;
    /**
     * A window rarer than once in this many times the windows seen is a jump, which lasts while scores exceed the other
     * limit.
     */
    private static final double JUMP = 20;

    private static final double NO_JUMP = 2;
    /** Windows for which a jump is held back. */
    private static final int MOST_PENDING = 8;

    /** Evidence within this many windows comes from a step, not from a slope. */
    private static final int SUDDEN = 12;

    private static final double NEAR_FORMER = 3;
    private static final int FORMER_WINDOWS = 2;
    private static final long NEVER = Long.MIN_VALUE;

    private final ModelSettings settings;
    private final RecentWindows recent;
    private final ExpectedLevels levels = new ExpectedLevels();
    private final Seasons seasons = new Seasons();
    private final ResidualRanks ranks = new ResidualRanks();
    private final CumulativeEvidence evidence;
    private final OutOfOrder outOfOrder = new OutOfOrder();
    private final CounterRestart restart = new CounterRestart();
    private final AnomalyScore score = new AnomalyScore();
    private long windows;
    private long firstMs;
    private long lastMs;
    /** All stored values are differences from this. */
    private double first;
    /** The expectation when evidence of each side began. */
    private double beforeUp;

    private double beforeDown;
    /** Windows since each side has had evidence, up to the counting limit. */
    private byte sinceUp;

    private byte sinceDown;
    /**
     * Misses of the last windows, which jumped: the expectation before them applies, and nothing is learned from them,
     * until evidence shows whether that lasts.
     */
    private final float[] pending = new float[MOST_PENDING];

    private byte pendingCount;

    private long acceptedMs = NEVER;
    /** How much the reference moved when a candidate was last accepted; NaN if that has been taken back. */
    private double acceptedBy = Double.NaN;

    private byte nearFormer;

    public SeriesModel(ModelSettings settings) {
        this.settings = settings;
        this.recent = new RecentWindows(settings.slopeWindows());
        this.evidence = new CumulativeEvidence(settings.budgetWindows());
    }

    /**
     * Judges a closed window against those before it, then learns it. Windows without a value are not fed in.
     *
     * @param windowStartMs epoch milliseconds; should not decrease
     * @param value finite; limited to +-1e30
     */
    public Assessment observe(long windowStartMs, double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("the value of a window is " + value + "; allowed: finite numbers");
        }
        return judge(windowStartMs, Math.max(-LARGEST, Math.min(LARGEST, value)));
    }

    private Assessment judge(long timeMs, double value) {
        if (windows == 0) {
            first = value;
            firstMs = timeMs;
            lastMs = timeMs;
        }
        restart.add(value);
        double whole = value + restart.lost();
        double relative = whole - first;
        double least = LEAST_MISS * Math.max(Math.abs(whole), Math.abs(first));
        double zero = first - restart.lost();
        double expected = windows == 0 ? 0 : expected(timeMs);
        double error = error();
        double spread = error * ExpectedLevels.TO_SIGMA;
        double miss = relative - expected;
        boolean alarm = windows >= FIRST_WINDOWS && weigh(timeMs, expected, miss, Math.max(error, least), least);
        double anomaly = score.of(timeMs, value, relative - usual(timeMs));
        recent.add(timeMs, relative);
        Assessment assessment = windows < settings.minWindows()
                ? new Assessment.Insufficient(windows + 1)
                : new Assessment.Judged(
                        windows + 1,
                        anomaly,
                        expected + zero,
                        spread,
                        deviation(miss, spread),
                        windows < FIRST_WINDOWS ? 1 : ranks.pValue(),
                        share(),
                        alarm,
                        outOfOrder.on() ? outOfOrder.sinceMs() : Assessment.NEVER,
                        outOfOrder.on() ? expected + outOfOrder.candidate() + zero : Double.NaN,
                        acceptedMs == NEVER ? Assessment.NEVER : acceptedMs,
                        recent.directed() ? recent.slope() : Double.NaN,
                        recent.pValue(),
                        seasons.followed());
        learn(timeMs, relative, miss, least);
        return assessment;
    }

    private double expected(long timeMs) {
        if (seasons.expects(timeMs)) {
            return seasons.at(timeMs);
        }
        if (pendingCount > 0) {
            return evidence.upwards() ? beforeUp : beforeDown;
        }
        return outOfOrder.on() ? outOfOrder.reference(first) : levels.expected();
    }

    /** The comparison for detecting novelty: follows the series, in order or not. */
    private double usual(long timeMs) {
        double seasonal = seasons.likeliest(timeMs, levels.slowError());
        return Double.isNaN(seasonal) ? levels.slow() : seasonal;
    }

    /** Mean miss of the expectation. */
    private double error() {
        if (outOfOrder.on()) {
            return outOfOrder.error();
        }
        return seasons.followed() == Season.NONE ? levels.error() : seasons.error();
    }

    private double share() {
        if (outOfOrder.on()) {
            return evidence.share(outOfOrder.upwards()) * outOfOrder.away();
        }
        return evidence.share();
    }

    /** Adds the window to the evidence, and returns whether the series is out of order from this window on. */
    private boolean weigh(long timeMs, double expected, double miss, double error, double least) {
        double zScore = ranks.score(miss, least);
        if (pendingCount == 0) {
            remember(expected);
        }
        evidence.add(zScore, windows, !outOfOrder.on());
        double sigma = error * ExpectedLevels.TO_SIGMA;
        if (outOfOrder.on()) {
            follow(timeMs, expected, miss, sigma);
            return false;
        }
        rememberFormer(miss, sigma);
        if (!evidence.decided()) {
            wait(zScore, miss, least);
            return false;
        }
        pendingCount = 0;
        if (nearFormer >= FORMER_WINDOWS) {
            shift(-acceptedBy);
            acceptedBy = Double.NaN;
            nearFormer = 0;
            evidence.clear();
            return false;
        }
        boolean up = evidence.upwards();
        boolean sudden = (up ? sinceUp : sinceDown) <= SUDDEN;
        boolean young = timeMs - firstMs < 2 * Season.DAY.periodMs();
        boolean seasonal = seasons.followed() != Season.NONE;
        boolean wanders = !seasonal && (!levels.steadyChosen() || young && sudden);
        // A creeping change of a followed level was followed; only the current one is out of order.
        boolean asItIs = seasons.expects(timeMs) || wanders && !sudden;
        double before = asItIs ? expected : up ? beforeUp : beforeDown;
        outOfOrder.begin(timeMs, up, before, error(), wanders, miss + expected - before);
        return true;
    }

    /** Remembers the expectation before a side had evidence, and for how many windows it has had some. */
    private void remember(double expected) {
        if (evidence.none(true)) {
            beforeUp = expected;
            sinceUp = 0;
        }
        if (evidence.none(false)) {
            beforeDown = expected;
            sinceDown = 0;
        }
        sinceUp = (byte) Math.min(SUDDEN + 1, sinceUp + 1);
        sinceDown = (byte) Math.min(SUDDEN + 1, sinceDown + 1);
    }

    /** Holds back for a few windows what a jump would teach. */
    private void wait(double zScore, double miss, double least) {
        boolean jumps = ranks.pValue() * JUMP * windows <= 1 || pendingCount > 0 && Math.abs(zScore) >= NO_JUMP;
        if (jumps && pendingCount < MOST_PENDING) {
            pending[pendingCount++] = (float) miss;
            return;
        }
        for (int i = 0; i < pendingCount; i++) {
            ranks.learn(pending[i], least);
        }
        pendingCount = 0;
    }

    private void follow(long timeMs, double expected, double miss, double sigma) {
        double sum = evidence.hold(outOfOrder.upwards());
        OutOfOrder.Course course = outOfOrder.follow(
                timeMs, Math.max(0, timeMs - lastMs), expected, miss, sigma, sum, first, settings.acceptAfterMs());
        if (course == OutOfOrder.Course.GOES_ON) {
            return;
        }
        boolean seasonal = seasons.expects(timeMs);
        double candidate = outOfOrder.candidate();
        if (course == OutOfOrder.Course.ACCEPTED) {
            shift(candidate);
            acceptedMs = timeMs;
            acceptedBy = candidate;
            nearFormer = 0;
        } else {
            evidence.cameBack(outOfOrder.peak());
        }
        if (!seasonal) {
            double level = course == OutOfOrder.Course.CAME_BACK ? outOfOrder.reference(first) : expected + candidate;
            levels.resume(level, expected + miss);
        }
        outOfOrder.end();
        evidence.clear();
    }

    /** A return to the level before an acceptance is no news. */
    private void rememberFormer(double miss, double sigma) {
        boolean near = Math.abs(miss + acceptedBy) <= NEAR_FORMER * sigma;
        nearFormer = (byte) (near ? Math.min(FORMER_WINDOWS, nearFormer + 1) : 0);
    }

    private void shift(double by) {
        levels.shift(by);
        seasons.shift(by);
    }

    private void learn(long timeMs, double relative, double miss, double least) {
        boolean inOrder = !outOfOrder.on();
        // While out of order, a level is compared at the candidate: no season looks better for having learned the
        // fault.
        double best = inOrder ? levels.best() : relative - miss + outOfOrder.candidate();
        double limit =
                windows < FIRST_WINDOWS ? Double.MAX_VALUE : LIMIT * ExpectedLevels.TO_SIGMA * Math.max(error(), least);
        seasons.learn(timeMs, relative, best, Math.max(0, timeMs - lastMs), timeMs - firstMs, limit, inOrder);
        if (inOrder) {
            if (windows >= FIRST_WINDOWS && pendingCount == 0) {
                ranks.learn(miss, least);
            }
            boolean settled = evidence.settled();
            if (pendingCount == 0) {
                levels.learn(relative, windows, least, settled, recent);
            }
            if (settled) {
                seasons.choose(timeMs - firstMs);
            }
            if (windows == FIRST_WINDOWS - 1) {
                ranks.begin(levels.error());
            }
        }
        lastMs = Math.max(lastMs, timeMs);
        windows++;
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
        out.put(FORMAT).putLong(windows).putLong(firstMs).putLong(lastMs);
        out.putDouble(first)
                .putDouble(beforeUp)
                .putDouble(beforeDown)
                .put(sinceUp)
                .put(sinceDown);
        out.put(pendingCount);
        for (float miss : pending) {
            out.putFloat(miss);
        }
        out.putLong(acceptedMs).putDouble(acceptedBy).put(nearFormer);
        levels.save(out);
        seasons.save(out);
        ranks.save(out);
        evidence.save(out);
        outOfOrder.save(out);
        restart.save(out);
        recent.save(out);
        score.save(out);
        return out.array();
    }

    /**
     * @param settings those the state was encoded with
     * @throws IllegalArgumentException if the state has another format or size
     */
    public static SeriesModel decode(ModelSettings settings, byte[] state) {
        SeriesModel model = new SeriesModel(settings);
        if (state.length != model.size() || state[0] != FORMAT) {
            throw new IllegalArgumentException(
                    "a stored series model has %d bytes and format %d; known: %d bytes, format %d"
                            .formatted(state.length, state.length == 0 ? -1 : state[0], model.size(), FORMAT));
        }
        model.restore(ByteBuffer.wrap(state, 1, state.length - 1));
        return model;
    }

    private void restore(ByteBuffer in) {
        windows = in.getLong();
        firstMs = in.getLong();
        lastMs = in.getLong();
        first = in.getDouble();
        beforeUp = in.getDouble();
        beforeDown = in.getDouble();
        sinceUp = in.get();
        sinceDown = in.get();
        pendingCount = in.get();
        for (int i = 0; i < pending.length; i++) {
            pending[i] = in.getFloat();
        }
        acceptedMs = in.getLong();
        acceptedBy = in.getDouble();
        nearFormer = in.get();
        levels.restore(in);
        seasons.restore(in);
        ranks.restore(in);
        evidence.restore(in);
        outOfOrder.restore(in);
        restart.restore(in);
        recent.restore(in);
        score.restore(in);
    }

    private static final int OWN_SIZE = 4 * Long.BYTES + 4 * Double.BYTES + MOST_PENDING * Float.BYTES + 4;

    /** Bytes of an encoded model, the same for every model with these settings. */
    public int size() {
        return 1
                + OWN_SIZE
                + ExpectedLevels.SIZE
                + seasons.size()
                + ResidualRanks.SIZE
                + CumulativeEvidence.SIZE
                + OutOfOrder.SIZE
                + CounterRestart.SIZE
                + recent.size()
                + score.size();
    }
}
