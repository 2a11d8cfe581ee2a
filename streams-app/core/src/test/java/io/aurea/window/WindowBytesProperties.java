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
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Numbers of all sizes in few series take as much memory as many series; a tenant that sends them costs itself. */
class WindowBytesProperties {
    private static final int OF_TENANT = 20_000;
    private static final int OF_ALL = 30_000;
    /** What one record may add beyond a limit: a sketch of both signs. */
    private static final int ONE_MORE = 2 * 8 * 1024 + 500;

    private static final WindowSettings SETTINGS = new WindowSettings(
            1_000,
            300,
            2_000,
            new SeriesLimits(100, 100, OF_ALL, OF_TENANT, 100, 100),
            10_000,
            500,
            WindowSettings.ANY_JUMP);

    @Property(tries = 50)
    void shouldRefuseWhatWouldTakeMoreTheSameWhereverWorkIsCutAndAfterEachRestart(@ForAll Random random) {
        List<Observation> all = new ArrayList<>();
        for (long at = 0; at < 6_000; at += 2) {
            all.add(at % 500 == 0 ? Observed.tick(at) : any(random, at));
        }
        ObserveLog atOnce = new ObserveLog();
        PartitionWindows whole = new PartitionWindows(SETTINGS);
        ObserveLog inPieces = new ObserveLog();
        PartitionWindows life = inPieces(random);
        Saved saved = new Saved();
        for (Observation o : all) {
            feed(whole, o, atOnce);
            feed(life, o, inPieces);
            if (random.nextInt(40) == 0) {
                life.save(saved);
                life = inPieces(random);
                saved.loadInto(life);
            }
        }
        while (!life.close(inPieces)) {
            assertThat(life.isClosing()).isTrue();
        }
        assertThat(refusals(atOnce)).isNotEmpty().isEqualTo(refusals(inPieces));
        assertThat(told(inPieces)).isEqualTo(told(atOnce));
        assertThat(life.tally()).isEqualTo(whole.tally());
        assertThat(refusals(atOnce))
                .as("the other one sends the same number each time")
                .noneMatch(r -> r.contains("tenant good"));
    }

    @Property(tries = 50)
    void shouldTakeNoMoreThanOneRecordBeyondTheLimits(@ForAll Random random) {
        OpenWindows open = new OpenWindows(SETTINGS);
        List<Accumulator> series = new ArrayList<>();
        for (int n = 0; n < 8; n++) {
            SeriesId id = new SeriesId(n < 4 ? "a" : "b", "s", "m" + n);
            series.add(new Accumulator(id, new SeriesBytes(id), 0, ObservationKind.METRIC, null));
            open.add(series.get(n));
        }
        for (int n = 0; n < 3_000; n++) {
            Accumulator a = series.get(random.nextInt(8));
            Observation o = Observed.metric("a", "s", "m", 0, number(random));
            if (open.isHeavy() && !a.holds(o) && open.heavy(a.series().tenant()).isPresent()) {
                continue;
            }
            int before = a.weight();
            boolean held = a.holds(o);
            a.add(o, 0, null);
            open.grown(a, before);
            assertThat(!held || a.weight() == before)
                    .as("what it holds adds nothing")
                    .isTrue();
            assertThat(Accumulator.decode(a.encode()).weight()).isEqualTo(a.weight());
        }
        for (List<Accumulator> tenant : List.of(series.subList(0, 4), series.subList(4, 8))) {
            assertThat(tenant.stream().mapToInt(Accumulator::weight).sum()).isLessThan(OF_TENANT + ONE_MORE);
        }
        assertThat(series.stream().mapToInt(Accumulator::weight).sum()).isLessThan(OF_ALL + ONE_MORE);
        series.forEach(open::remove);
        assertThat(open.isHeavy()).isFalse();
    }

    private static Observation any(Random random, long at) {
        return random.nextInt(4) == 0
                ? Observed.metric("good", "s", "level", at, 5)
                : Observed.metric("noisy", "s" + random.nextInt(3), "m" + random.nextInt(2), at, number(random));
    }

    /** Of any size and sign. */
    private static double number(Random random) {
        double size = Math.exp(random.nextDouble() * 40 - 20);
        return random.nextInt(20) == 0 ? 0 : random.nextBoolean() ? size : -size;
    }

    private static PartitionWindows inPieces(Random random) {
        return new PartitionWindows(SETTINGS, ModelSettings.DEFAULT, units -> random.nextInt(3) > 0, FailedWork.NONE);
    }

    private static void feed(PartitionWindows windows, Observation o, ObserveLog out) {
        windows.accept(Observed.keyOf(o), o, o.getObservedAt().toEpochMilli(), out);
    }

    private static List<Object> told(ObserveLog log) {
        return log.all().stream()
                .filter(o -> o instanceof Trend || o.toString().startsWith("watermark"))
                .toList();
    }

    private static List<String> refusals(ObserveLog log) {
        return log.all().stream()
                .map(Object::toString)
                .filter(o -> o.startsWith("REJECTED"))
                .toList();
    }
}
