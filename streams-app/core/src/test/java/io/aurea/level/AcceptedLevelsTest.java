package io.aurea.level;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.aurea.fixture.Saved;
import io.aurea.fixture.Trends;
import io.aurea.level.AcceptedLevels.Part;
import io.aurea.schema.Trend;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AcceptedLevelsTest {
    private static final long RETENTION_MS = 3_600_000;

    private AcceptedLevels levels = new AcceptedLevels();
    private int window;

    /** Out of order since the first window by its own model; 50 +- 2 is usual. */
    private static Trend slow(int window, double level) {
        Trend t = Trends.metric("t", "cart", "latency", start(window), 10);
        t.setLevel(level);
        t.setBaseline(50.0);
        t.setSpread(2.0);
        t.setDeviation((level - 50) / 2);
        t.setAnomalyScore(1.0);
        t.setPValue(1e-6);
        t.setEvidence(1.0);
        t.setOutOfOrderSince(Instant.ofEpochMilli(0));
        t.setCandidate(120.0);
        return t;
    }

    private static Trend failing(int window, long failed) {
        Trend t = Trends.operation("t", "cart", "buy", start(window), 100 - failed, 100);
        t.setFailureBaseline(0.01);
        t.setFailureScore(1.0);
        t.setFailureEvidence(1.0);
        t.setFailuresOutOfOrderSince(Instant.ofEpochMilli(0));
        return t;
    }

    private static long start(int window) {
        return window * Trends.SIZE_MS;
    }

    private Trend close(Trend t) {
        window++;
        levels.apply(List.of(t), start(window), RETENTION_MS);
        return t;
    }

    private List<String> accept(String name) {
        return levels.accept("cart", name, Part.BOTH, "alice", "new release");
    }

    @Test
    void shouldHaveNothingToAcceptOfASeriesInOrderOrNeverHeard() {
        Trend calm = slow(0, 50);
        calm.setOutOfOrderSince(null);
        calm.setCandidate(null);
        close(calm);

        assertThat(accept("latency")).isEmpty();
        assertThat(accept("other")).isEmpty();
    }

    @Test
    void shouldJudgeByTheAcceptedLevelFromTheNextWindowOn() {
        Trend before = close(slow(window, 121));
        assertThat(before.getBaseline()).isEqualTo(50);

        assertThat(accept("latency")).containsExactly("cart/latency at 120.000, expected 50.0000");
        Trend after = close(slow(window, 121));

        assertThat(after.getBaseline()).isEqualTo(120, within(1e-9));
        assertThat(after.getSpread()).isEqualTo(6, within(1e-9));
        assertThat(after.getDeviation()).isEqualTo(1 / 6.0, within(1e-9));
        assertThat(after.getEvidence()).isZero();
        assertThat(after.getPValue()).isGreaterThan(0.8);
        assertThat(after.getAnomalyScore()).isLessThan(0.2);
        assertThat(after.getOutOfOrderSince()).isNull();
        assertThat(after.getCandidate()).isNull();
        assertThat(after.getAcceptedAt()).isEqualTo(after.getWindowStart());
    }

    @Test
    void shouldTakeThePresentLevelWhereTheModelHasNoCandidate() {
        Trend t = slow(window, 140);
        t.setCandidate(null);
        close(t);

        assertThat(accept("latency")).containsExactly("cart/latency at 140.000, expected 50.0000");
    }

    @Test
    void shouldFollowTheSeasonThatTheModelFollows() {
        close(slow(window, 120));
        accept("latency");
        Trend evening = slow(window, 240);
        evening.setBaseline(100.0);

        assertThat(close(evening).getBaseline()).isEqualTo(240, within(1e-9));
    }

    @Test
    void shouldSeeAThirdLevelAndTheWayBackToTheAccepted() {
        close(slow(window, 120));
        accept("latency");
        close(slow(window, 121));
        int moved = window;
        Trend third = close(slow(window, 400));
        assertThat(third.getAlarm()).isFalse();
        third = close(slow(window, 400));

        assertThat(third.getAlarm()).isTrue();
        assertThat(third.getEvidence()).isEqualTo(1);
        assertThat(third.getBaseline()).isEqualTo(120, within(1e-9));
        assertThat(third.getOutOfOrderSince()).isEqualTo(Instant.ofEpochMilli(start(moved + 1)));
        assertThat(close(slow(window, 400)).getAlarm()).isFalse();
        for (int i = 0; i < 5; i++) {
            close(slow(window, 120));
        }
        assertThat(close(slow(window, 120)).getOutOfOrderSince()).isNull();
    }

    @Test
    void shouldTakeTheOldLevelForNormalToo() {
        close(slow(window, 120));
        accept("latency");
        close(slow(window, 120));
        Trend back = slow(window, 51);
        back.setOutOfOrderSince(null);
        back.setCandidate(null);
        close(back);

        assertThat(back.getBaseline()).isEqualTo(50);
        assertThat(back.getAcceptedAt()).isNull();
        Trend again = slow(window, 120);
        again.setOutOfOrderSince(again.getWindowStart());
        assertThat(close(again).getBaseline())
                .as("what was accepted was the stretch before")
                .isEqualTo(50);
    }

    @Test
    void shouldNotTakeTheWayBackForAThirdLevelAlthoughTheModelStillDoubtsIt() {
        close(slow(window, 120));
        accept("latency");
        close(slow(window, 120));
        Trend nearly = slow(window, 60);

        assertThat(close(nearly)).isEqualTo(slow(window - 1, 60));
        assertThat(close(slow(window, 120)).getBaseline()).isEqualTo(120, within(1e-9));
    }

    @Test
    void shouldLeaveItToTheModelOnceThatHasAcceptedALevelItself() {
        close(slow(window, 120));
        accept("latency");
        close(slow(window, 120));
        Trend own = slow(window, 300);
        own.setBaseline(118.0);
        own.setAcceptedAt(own.getWindowStart());

        assertThat(close(own).getBaseline()).isEqualTo(118);
        Trend next = slow(window, 300);
        next.setBaseline(118.0);
        next.setAcceptedAt(null);
        assertThat(close(next).getBaseline()).isEqualTo(118);
    }

    @Test
    void shouldAcceptAShareOfFailures() {
        for (int i = 0; i < 60; i++) {
            close(failing(window, 40));
        }
        assertThat(accept("buy")).containsExactly("cart/buy with 40.0 % of attempts failing, expected 1.00 %");
        Trend after = close(failing(window, 43));

        assertThat(after.getFailureBaseline()).isEqualTo(0.4, within(1e-9));
        assertThat(after.getFailureScore()).isLessThan(0.5);
        assertThat(after.getFailureEvidence()).isZero();
        assertThat(after.getFailuresOutOfOrderSince()).isNull();
        assertThat(after.getFailuresAcceptedAt()).isEqualTo(after.getWindowStart());

        close(failing(window, 90));
        Trend worse = close(failing(window, 90));
        assertThat(worse.getFailureEvidence()).isEqualTo(1);
        assertThat(worse.getFailuresOutOfOrderSince()).isNotNull();
        assertThat(close(failing(window, 5)).getFailureScore()).isZero();
    }

    @Test
    void shouldForgetWhatIsNotHeardAnyMore() {
        close(slow(window, 120));
        accept("latency");
        levels.apply(List.of(), RETENTION_MS + 2 * Trends.SIZE_MS, RETENTION_MS);

        assertThat(accept("latency")).isEmpty();
        assertThat(close(slow(window, 120)).getBaseline()).isEqualTo(50);
    }

    @Test
    void shouldAcceptAllOfASourceAndAllOfATenant() {
        Trend other = failing(window, 40);
        other.setSource("cart-db");
        levels.apply(List.of(slow(window, 120), failing(window, 40), other), start(1), RETENTION_MS);

        assertThat(acceptAll("cart", Part.LEVEL)).singleElement().asString().startsWith("cart/latency at ");
        assertThat(acceptAll("cart", Part.FAILURES)).singleElement().asString().startsWith("cart/buy with ");
        assertThat(acceptAll("cart", Part.BOTH)).hasSize(2);
        assertThat(acceptAll("", Part.FAILURES))
                .extracting(what -> what.split(" ")[0])
                .containsExactly("cart-db/buy", "cart/buy");
        assertThat(acceptAll("", Part.BOTH)).hasSize(3);
    }

    private List<String> acceptAll(String source, Part part) {
        return levels.acceptAll(source, part, "alice", "release 12");
    }

    @Test
    void shouldHoldNoMoreSeriesThanItHasRoomFor() {
        List<Trend> many = new ArrayList<>();
        for (int i = 0; i <= AcceptedLevels.MAX_SERIES; i++) {
            Trend t = slow(0, 120);
            t.setName("s" + i);
            many.add(t);
        }
        levels.apply(many, start(1), RETENTION_MS);

        assertThat(acceptAll("cart", Part.LEVEL)).hasSize(AcceptedLevels.MAX_SERIES);
    }

    @Test
    void shouldGoOnAfterARestartAsIfNothingHadHappened() {
        AcceptedLevels stopped = new AcceptedLevels();
        Saved saved = new Saved();
        for (int w = 0; w < 200; w++) {
            double level = w % 50 < 30 ? 120 + w % 7 : 300;
            Trend here = slow(w, level);
            Trend there = slow(w, level);
            Trend fails = failing(w, 30 + w % 20);
            Trend failsToo = failing(w, 30 + w % 20);
            levels.apply(List.of(here, fails), start(w + 1), RETENTION_MS);
            stopped.apply(List.of(there, failsToo), start(w + 1), RETENTION_MS);
            if (w % 40 == 10) {
                for (AcceptedLevels one : List.of(levels, stopped)) {
                    one.accept("cart", "latency", Part.BOTH, "alice", "why");
                    one.accept("cart", "buy", Part.BOTH, "alice", "why");
                }
            }
            stopped.save(saved);
            stopped = new AcceptedLevels();
            saved.loadInto(stopped);
            assertThat(there).isEqualTo(here);
            assertThat(failsToo).isEqualTo(fails);
        }
        Saved whole = new Saved();
        levels.saveAll(whole);
        assertThat(saved).isEqualTo(whole);
    }
}
