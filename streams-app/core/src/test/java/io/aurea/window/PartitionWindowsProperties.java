package io.aurea.window;

import static org.assertj.core.api.Assertions.assertThat;

import io.aurea.fixture.ObserveLog;
import io.aurea.fixture.Observed;
import io.aurea.fixture.Saved;
import io.aurea.schema.Observation;
import io.aurea.schema.ObservationKind;
import io.aurea.schema.Trend;
import io.aurea.trend.ModelSettings;
import io.aurea.work.FailedWork;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class PartitionWindowsProperties {
    private static final WindowSettings SETTINGS = settings(1_000, 500, WindowSettings.ANY_JUMP);
    private static final WindowSettings DATA_CLOCK = settings(1_000, 0, 1_500);

    private static WindowSettings settings(int limit, long tickAllowanceMs, long jumpMaxMs) {
        return new WindowSettings(
                1_000,
                300,
                2_000,
                new SeriesLimits(limit, limit, SeriesLimits.ANY, SeriesLimits.ANY, limit, limit),
                10_000,
                tickAllowanceMs,
                jumpMaxMs);
    }

    /** A record and its append time; some are ahead of their append time, some far behind. */
    record Arrival(Observation observation, long appendTimeMs) {}

    @Property
    void shouldAccountForEveryRecordAndWindowEachOnce(
            @ForAll("arrivals") List<Arrival> arrivals, @ForAll boolean dataClock) {
        ObserveLog out = new ObserveLog();
        PartitionWindows windows = new PartitionWindows(dataClock ? DATA_CLOCK : SETTINGS);
        Map<String, Long> expected = new HashMap<>();
        for (Arrival a : arrivals) {
            long before = windows.tally().windowed();
            feed(windows, a, out);
            if (windows.tally().windowed() > before) {
                Observation o = a.observation();
                expected.merge(
                        o.getName() + "@"
                                + SETTINGS.startOf(Math.min(o.getObservedAt().toEpochMilli(), a.appendTimeMs())),
                        1L,
                        Long::sum);
            }
        }
        // The first tick after so long waits for what may have been buffered.
        feed(windows, new Arrival(Observed.tick(1_000_000), 1_000_000), out);
        feed(windows, new Arrival(Observed.tick(1_006_000), 1_006_000), out);

        Tally tally = windows.tally();
        assertThat(tally.read()).isEqualTo(arrivals.size() + 2L);
        assertThat(tally.read()).isEqualTo(tally.windowed() + tally.late() + tally.rejected() + tally.ticks());
        Map<String, Long> found = new HashMap<>();
        for (Trend t : out.trends()) {
            if (t.getName().isEmpty()) {
                continue;
            }
            Long earlier = found.put(t.getName() + "@" + t.getWindowStart().toEpochMilli(), t.getCount());
            assertThat(earlier).as("a window closes once").isNull();
        }
        assertThat(found).isEqualTo(expected);
        assertThat(windows.openCount()).isZero();
        assertThat(out.all().stream()
                        .filter(o -> o.toString().startsWith("LATE"))
                        .count())
                .isEqualTo(tally.late());
    }

    @Property
    void shouldGoOnAfterSavingAndLoadingAsIfNothingHadHappened(
            @ForAll("arrivals") List<Arrival> arrivals, @ForAll boolean dataClock) {
        WindowSettings settings = dataClock ? DATA_CLOCK : SETTINGS;
        ObserveLog uninterrupted = new ObserveLog();
        PartitionWindows one = new PartitionWindows(settings);
        arrivals.forEach(a -> feed(one, a, uninterrupted));

        ObserveLog interrupted = new ObserveLog();
        Saved saved = new Saved();
        PartitionWindows life = new PartitionWindows(settings);
        for (Arrival a : arrivals) {
            feed(life, a, interrupted);
            life.save(saved);
            PartitionWindows next = new PartitionWindows(settings);
            saved.loadInto(next);
            Saved all = new Saved();
            next.saveAll(all);
            assertThat(whole(all, settings)).isEqualTo(whole(saved, settings));
            life = next;
        }
        assertThat(interrupted.all()).isEqualTo(uninterrupted.all());
        assertThat(life.tally()).isEqualTo(one.tally());
        assertThat(life.watermark()).isEqualTo(one.watermark());
        assertThat(life.openUntil()).isEqualTo(one.openUntil());
    }

    @Property
    void shouldSayTheSameWhereverItsWorkIsCut(@ForAll("arrivals") List<Arrival> arrivals, @ForAll Random random) {
        WindowSettings narrow = settings(3, 500, WindowSettings.ANY_JUMP);
        ObserveLog atOnce = new ObserveLog();
        PartitionWindows whole = new PartitionWindows(narrow);
        arrivals.forEach(a -> feed(whole, a, atOnce));

        ObserveLog inPieces = new ObserveLog();
        Saved saved = new Saved();
        PartitionWindows life =
                new PartitionWindows(narrow, ModelSettings.DEFAULT, units -> random.nextInt(3) > 0, FailedWork.NONE);
        for (Arrival a : arrivals) {
            feed(life, a, inPieces);
            if (random.nextBoolean()) {
                life.save(saved);
                life = new PartitionWindows(
                        narrow, ModelSettings.DEFAULT, units -> random.nextInt(3) > 0, FailedWork.NONE);
                saved.loadInto(life);
            }
            if (random.nextInt(3) == 0) {
                life.close(inPieces);
            }
        }
        while (!life.close(inPieces)) {
            assertThat(life.isClosing()).isTrue();
        }

        assertThat(life.isClosing()).isFalse();
        assertThat(toTheLoop(inPieces)).isEqualTo(toTheLoop(atOnce));
        assertThat(refused(inPieces)).isEqualTo(refused(atOnce));
        assertThat(life.tally()).isEqualTo(whole.tally());
        Saved rest = new Saved();
        life.saveAll(rest);
        Saved restAtOnce = new Saved();
        whole.saveAll(restAtOnce);
        assertThat(rest).isEqualTo(restAtOnce);
    }

    private static List<Object> toTheLoop(ObserveLog log) {
        return log.all().stream().filter(o -> !isRefusal(o)).toList();
    }

    private static List<Object> refused(ObserveLog log) {
        return log.all().stream().filter(PartitionWindowsProperties::isRefusal).toList();
    }

    private static boolean isRefusal(Object told) {
        return told.toString().startsWith("LATE") || told.toString().startsWith("REJECTED");
    }

    /** A former active task as standby: its full state, overlaid with its successor's changes. */
    @Property
    void shouldGoOnFromAWholeStateWithTheChangesOfASuccessorOverIt(
            @ForAll("arrivals") List<Arrival> arrivals, @ForAll @IntRange(max = 60) int handedOver) {
        ObserveLog ignored = new ObserveLog();
        PartitionWindows active = new PartitionWindows(SETTINGS);
        Saved changelog = new Saved();
        Saved standby = new Saved();
        for (int i = 0; i < arrivals.size(); i++) {
            if (i == handedOver) {
                active.saveAll(standby);
                active = new PartitionWindows(SETTINGS);
                changelog.loadInto(active);
            }
            feed(active, arrivals.get(i), ignored);
            active.save((key, value) -> {
                changelog.put(key, value);
                standby.put(key, value);
            });
        }
        assertThat(whole(standby, SETTINGS)).isEqualTo(whole(changelog, SETTINGS));
    }

    private static Saved whole(Saved entries, WindowSettings settings) {
        PartitionWindows windows = new PartitionWindows(settings);
        entries.loadInto(windows);
        Saved whole = new Saved();
        windows.saveAll(whole);
        return whole;
    }

    private static void feed(PartitionWindows windows, Arrival a, ObserveLog out) {
        windows.accept(Observed.keyOf(a.observation()), a.observation(), a.appendTimeMs(), out);
    }

    @Provide
    Arbitrary<List<Arrival>> arrivals() {
        Arbitrary<Long> appended = Arbitraries.longs().between(0, 20_000);
        Arbitrary<Long> offset = Arbitraries.longs().between(-5_000, 2_500);
        Arbitrary<String> name = Arbitraries.of("a", "b", "c");
        Arbitrary<Double> value = Arbitraries.doubles().between(-1e6, 1e6);
        Arbitrary<Integer> kind = Arbitraries.integers().between(0, 9);
        return Combinators.combine(appended, offset, name, value, kind)
                .as((at, delta, series, number, k) -> {
                    long observed = Math.max(0, at + delta);
                    Observation o;
                    if (k == 0) {
                        o = Observed.tick(observed);
                    } else if (k == 1) {
                        o = Observed.operation("t", "s", "call-" + series, observed, number > 0);
                    } else if (k == 2) {
                        o = Observed.metric("t", "s", "count-" + series, observed, Math.abs(number));
                        o.setKind(ObservationKind.COUNTER);
                    } else {
                        o = Observed.metric("t", "s", series, observed, number);
                    }
                    return new Arrival(o, at);
                })
                .list()
                .ofMaxSize(60)
                .map(list -> list.stream()
                        .sorted((x, y) -> Long.compare(x.appendTimeMs(), y.appendTimeMs()))
                        .toList());
    }
}
