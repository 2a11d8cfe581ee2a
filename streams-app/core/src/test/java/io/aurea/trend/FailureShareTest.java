package io.aurea.trend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class FailureShareTest {
    private static final long STEP_MS = 10_000;

    /** The windows of one series. */
    private static final class Run {
        private FailureShare share = new FailureShare(ModelSettings.DEFAULT);
        private final Random random;
        private long now;
        private int alarms;
        private long windowsOut;
        private FailureShare.FailureVerdict last;

        Run(long seed) {
            random = new Random(seed);
        }

        Run exactly(int windows, long failed, long of) {
            for (int i = 0; i < windows; i++) {
                take(failed, of);
            }
            return this;
        }

        Run chance(int windows, double failing, long of) {
            for (int i = 0; i < windows; i++) {
                take(binomial(failing, of), of);
            }
            return this;
        }

        private long binomial(double failing, long of) {
            double variance = of * failing * (1 - failing);
            if (variance > 100) {
                double drawn = StrictMath.round(of * failing + random.nextGaussian() * StrictMath.sqrt(variance));
                return (long) Math.max(0, Math.min(of, drawn));
            }
            long failed = 0;
            double skip = StrictMath.log1p(-Math.min(failing, 1 - 1e-12));
            for (double i = next(skip); i <= of; i += next(skip)) {
                failed++;
            }
            return failed;
        }

        private double next(double skip) {
            return 1 + Math.floor(StrictMath.log(1 - random.nextDouble()) / skip);
        }

        private void take(long failed, long of) {
            boolean was = share.outOfOrder();
            last = share.observe(now, failed, of).orElse(null);
            now += STEP_MS;
            alarms += !was && share.outOfOrder() ? 1 : 0;
            windowsOut += share.outOfOrder() ? 1 : 0;
        }

        /** Windows until it is out of order, or back, whichever it is not. */
        int until(boolean out, double failing, long of) {
            int windows = 0;
            while (share.outOfOrder() != out && windows < 1_000) {
                chance(1, failing, of);
                windows++;
            }
            return windows;
        }
    }

    @Test
    void shouldSayNothingWithTooShortAHistory() {
        FailureShare share = new FailureShare(ModelSettings.DEFAULT);
        for (int i = 0; i < 3; i++) {
            assertThat(share.observe(i, 5, 10)).isEmpty();
        }
        assertThat(share.observe(3, 5, 10)).isPresent();
    }

    @Test
    void shouldRefuseMoreFailuresThanAttempts() {
        FailureShare share = new FailureShare(ModelSettings.DEFAULT);
        assertThatThrownBy(() -> share.observe(0, 3, 2)).hasMessage("3 failures of 2 attempts");
    }

    @Test
    void shouldNotMoveTheReferenceWhileMoreFail() {
        Run run = new Run(1).chance(360, 0.01, 100);
        double before = run.share.baseline();
        run.chance(8_000, 0.4, 100);
        assertThat(run.last.baseline()).isCloseTo(before, within(0.002));
        assertThat(run.last.evidence()).isEqualTo(1);
        assertThat(run.last.outOfOrderSinceMs()).hasValue(360 * STEP_MS);
        assertThat(run.share.share()).isCloseTo(0.4, within(0.02));
        assertThat(run.alarms).isEqualTo(1);
        assertThat(run.until(false, 0.01, 100)).isLessThanOrEqualTo(3);
        assertThat(run.share.baseline()).isCloseTo(before, within(0.005));
    }

    @Test
    void shouldTakeAShareThatWasHeldForADayForUsual() {
        Run run = new Run(2).chance(360, 0.01, 100).chance(8_639, 0.4, 100);
        assertThat(run.last.acceptedAtMs()).isEmpty();
        run.chance(3, 0.4, 100);
        assertThat(run.last.acceptedAtMs()).isPresent();
        assertThat(run.last.acceptedAtMs().getAsLong()).isBetween(8_999 * STEP_MS, 9_001 * STEP_MS);
        assertThat(run.last.baseline()).isCloseTo(0.4, within(0.03));
        assertThat(run.last.outOfOrderSinceMs()).isEmpty();
        run.chance(1_000, 0.4, 100);
        assertThat(run.share.outOfOrder()).isFalse();
    }

    @Test
    void shouldNotTakeAShareForHeldWhileNobodyHeardIt() {
        Run run = new Run(5).chance(360, 0.01, 100).chance(60, 0.4, 100);
        run.now += 86_400_000;
        run.chance(6_000, 0.4, 100);
        assertThat(run.last.acceptedAtMs()).isEmpty();
        assertThat(run.share.outOfOrder()).isTrue();
    }

    @Test
    void shouldNotTakeAShareForUsualThatWentOnMoving() {
        Run run = new Run(3).chance(360, 0.01, 100).chance(5_000, 0.1, 100).chance(5_000, 0.5, 100);
        assertThat(run.last.acceptedAtMs()).isEmpty();
        assertThat(run.share.outOfOrder()).isTrue();
    }

    @Test
    void shouldTakeTheShareOfTheMomentForUsualWhenToldTo() {
        Run run = new Run(4).chance(360, 0.01, 100).chance(20, 0.4, 100);
        run.share.accept(run.now);
        run.chance(1, 0.4, 100);
        assertThat(run.last.acceptedAtMs()).hasValue(380 * STEP_MS);
        assertThat(run.last.baseline()).isCloseTo(0.4, within(0.05));
        run.chance(1_000, 0.4, 100);
        assertThat(run.alarms).isEqualTo(1);
    }

    @Test
    void shouldNeedOneWindowForFifteenOfFifteenAndFewForFivePercentOfAHundred() {
        Run run = new Run(5).exactly(360, 0, 15).exactly(1, 15, 15);
        assertThat(run.share.outOfOrder()).isTrue();
        List<Integer> on = new ArrayList<>();
        List<Integer> back = new ArrayList<>();
        for (int seed = 0; seed < 99; seed++) {
            Run each = new Run(seed).chance(720, 0.01, 100);
            on.add(each.until(true, 0.05, 100));
            each.chance(360, 0.05, 100);
            back.add(each.until(false, 0.01, 100));
        }
        on.sort(null);
        back.sort(null);
        assertThat(on.get(49)).isLessThanOrEqualTo(5);
        assertThat(on.get(89)).isLessThanOrEqualTo(8);
        assertThat(back.get(49)).isLessThanOrEqualTo(6);
        assertThat(back.get(89)).isLessThanOrEqualTo(9);
    }

    @Test
    void shouldAlarmByChanceNoMoreOftenThanItsBudget() {
        int windows = 50_000;
        int alarms = 0;
        for (double failing : new double[] {0.001, 0.01, 0.05, 0.4}) {
            for (long of : new long[] {3, 15, 100, 10_000}) {
                Run run = new Run((long) (1e4 * failing) + of).chance(windows, failing, of);
                assertThat(run.alarms).as(failing + " of " + of).isLessThanOrEqualTo(2);
                alarms += run.alarms;
            }
        }
        assertThat(alarms).isLessThanOrEqualTo(16 * windows / 100_000);
    }

    @Test
    void shouldNotAlarmAllTheTimeWhereTheShareMovesByItself() {
        for (double sd : new double[] {0.2, 0.5, 1}) {
            for (long of : new long[] {15, 100, 10_000}) {
                Run run = new Run(7 + of);
                for (int i = 0; i < 20_000; i++) {
                    double odds = 0.05 * StrictMath.exp(sd * run.random.nextGaussian());
                    run.chance(1, odds / (1 + odds), of);
                }
                assertThat(run.alarms).as(sd + ", " + of).isLessThanOrEqualTo(5);
                assertThat(run.windowsOut).as(sd + ", " + of).isLessThan(200);
            }
        }
    }

    @Test
    void shouldKnowNothingUsualOfAKindOfFailureThatWasNeverSeen() {
        Run run = new Run(8).chance(360, 0.1, 100);
        FailureShare none = run.share.withoutFailures(ModelSettings.DEFAULT);
        assertThat(none.baseline()).isLessThan(1e-4);
        assertThat(none.observe(run.now, 10, 100).orElseThrow().evidence()).isGreaterThan(0.5);
        assertThat(none.observe(run.now + STEP_MS, 10, 100).orElseThrow().evidence())
                .isEqualTo(1);
    }

    @Property(tries = 200)
    void shouldGoOnAfterDecodingAsIfNothingHadHappened(@ForAll long seed) {
        Run run = new Run(seed);
        Run other = new Run(seed);
        for (int i = 0; i < 300; i++) {
            double failing = i % 100 < 60 ? 0.02 : 0.3;
            long of = 1 + run.random.nextInt(50);
            other.random.nextInt(50);
            run.chance(1, failing, of);
            other.chance(1, failing, of);
            ByteBuffer state = ByteBuffer.allocate(FailureShare.SIZE);
            other.share.save(state);
            assertThat(state.hasRemaining()).isFalse();
            other.share = new FailureShare(ModelSettings.DEFAULT);
            other.share.restore(state.flip());
            assertThat(other.last).isEqualTo(run.last);
            assertThat(other.share.share()).isEqualTo(run.share.share());
            assertThat(other.share.calm()).isEqualTo(run.share.calm());
            assertThat(other.share.built()).isEqualTo(run.share.built());
        }
    }
}
