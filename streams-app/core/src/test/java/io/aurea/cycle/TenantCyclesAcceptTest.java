package io.aurea.cycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.aurea.fixture.LoopLog;
import io.aurea.fixture.Saved;
import io.aurea.fixture.Trends;
import io.aurea.schema.Command;
import io.aurea.schema.CommandAnswer;
import io.aurea.schema.CommandKind;
import io.aurea.schema.CommandResult;
import io.aurea.schema.Pattern;
import io.aurea.schema.PatternState;
import io.aurea.schema.Trend;
import io.aurea.window.WindowSettings;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** A person accepts a level; the trends are made up, like those of a model. */
class TenantCyclesAcceptTest {
    private static final CycleSettings SETTINGS =
            new CycleSettings(new WindowSettings(Trends.SIZE_MS, 200, 60_000, 1_000), 3, 100, true);

    private final LoopLog out = new LoopLog();
    private TenantCycles cycles = new TenantCycles(SETTINGS);
    private long windows;
    private Long slowSince;

    @Test
    void shouldSayThatThereIsNothingToAcceptOfASeriesInOrder() {
        calm(10);

        CommandAnswer answer = accept("c-1", c -> series(c, "latency_ms"));
        assertThat(answer.getResult()).isEqualTo(CommandResult.REFUSED);
        assertThat(answer.getEffect())
                .isEqualTo("nothing to accept: cart/latency_ms is in order, or nothing is known about it");
    }

    @Test
    void shouldSaySoOfATenantThatNothingIsKnownOf() {
        cycles.accept(command("c-1", c -> series(c, "latency_ms")), 300, out);

        assertThat(out.gone()).singleElement().satisfies(last -> {
            assertThat(last.getLastCommand().getResult()).isEqualTo(CommandResult.REFUSED);
            assertThat(last.getLastCommand().getEffect())
                    .isEqualTo("there is no tenant t: no data has come of it, and no policy of its own is published");
        });
        assertThat(out.deadLetters()).hasSize(1);
        assertThat(out.all()).hasSize(2);
        Saved left = new Saved();
        cycles.saveAll(left);
        assertThat(left.size()).isZero();
    }

    @Test
    void shouldMakeTheLevelTheReferenceFromTheNextCycleOn() {
        calm(20);
        slow(5);
        assertThat(on()).contains("INCREASING_LATENCY/cart");

        CommandAnswer answer = accept("c-1", c -> series(c, "latency_ms"));
        assertThat(answer.getResult()).isEqualTo(CommandResult.DONE);
        assertThat(answer.getEffect())
                .isEqualTo("accepted cart/latency_ms at 200.000, expected 50.0000; the reference from the next cycle"
                        + " on");
        slow(1);
        Trend next = lastTrend();
        assertThat(next.getBaseline()).isEqualTo(200);
        assertThat(next.getEvidence()).isZero();
        assertThat(next.getOutOfOrderSince()).isNull();
        assertThat(next.getAcceptedAt()).isEqualTo(next.getWindowStart());

        slow(20);
        assertThat(on()).isEmpty();
        calm(20);
        assertThat(lastTrend().getBaseline()).isEqualTo(50);
        assertThat(on()).isEmpty();
    }

    @Test
    void shouldFindTheSeriesThatShowAPattern() {
        calm(20);
        slow(5);

        CommandAnswer answer = accept("c-1", c -> c.setPatternId("INCREASING_LATENCY/cart"));
        assertThat(answer.getResult()).isEqualTo(CommandResult.DONE);
        assertThat(answer.getEffect()).contains("cart/latency_ms at 200.000");
        assertThat(accept("c-2", c -> c.setPatternId("INCREASING_LATENCY/other"))
                        .getResult())
                .isEqualTo(CommandResult.REFUSED);
        assertThat(accept("c-3", c -> c.setPatternId("nonsense")).getResult()).isEqualTo(CommandResult.REFUSED);
    }

    @Test
    void shouldCarryARepeatedCommandOutOnce() {
        calm(20);
        slow(5);
        accept("c-1", c -> series(c, "latency_ms"));

        assertThat(accept("c-1", c -> series(c, "latency_ms")).getResult()).isEqualTo(CommandResult.REPEATED);
    }

    @Test
    void shouldGoOnTheSameHoweverOftenItIsStopped() {
        TenantCyclesAcceptTest inOneGo = new TenantCyclesAcceptTest();
        TenantCyclesAcceptTest stopped = new TenantCyclesAcceptTest();
        for (TenantCyclesAcceptTest one : List.of(inOneGo, stopped)) {
            boolean stops = one == stopped;
            one.calm(20);
            one.slow(5);
            one.restart(stops);
            one.accept("c-1", c -> series(c, "latency_ms"));
            one.restart(stops);
            one.slow(5);
            one.restart(stops);
            one.slow(5);
        }

        assertThat(stopped.out.all()).isEqualTo(inOneGo.out.all());
    }

    private static void series(Command c, String name) {
        c.setSource("cart");
        c.setSeries(name);
    }

    private CommandAnswer accept(String id, Consumer<Command> what) {
        cycles.accept(command(id, what), windows * Trends.SIZE_MS + 300, out);
        return out.statuses().get(out.statuses().size() - 1).getLastCommand();
    }

    private static Command command(String id, Consumer<Command> what) {
        Command command = Command.newBuilder()
                .setTenantId("t")
                .setCommandId(id)
                .setKind(CommandKind.ACCEPT)
                .setIssuedBy("alice")
                .setReason("release 12")
                .build();
        what.accept(command);
        return command;
    }

    private void calm(int count) {
        slowSince = null;
        for (int i = 0; i < count; i++) {
            window(50);
        }
    }

    private void slow(int count) {
        slowSince = slowSince == null ? Long.valueOf(windows * Trends.SIZE_MS) : slowSince;
        for (int i = 0; i < count; i++) {
            window(200);
        }
    }

    private void window(double level) {
        Trend t = Trends.metric("t", "cart", "latency_ms", windows * Trends.SIZE_MS, 10);
        boolean odd = slowSince != null;
        t.setHistory(1_000 + windows);
        t.setLevel(level);
        t.setBaseline(50.0);
        t.setSpread(2.0);
        t.setDeviation((level - 50) / 2);
        t.setPValue(odd ? 1e-6 : 0.5);
        t.setSlopeSignificance(0.5);
        t.setEvidence(odd ? 1.0 : 0.0);
        t.setOutOfOrderSince(odd ? Instant.ofEpochMilli(slowSince) : null);
        t.setCandidate(odd ? level : null);
        cycles.accept(0, t, out);
        windows++;
        cycles.accept(Trends.watermark(0, 1, windows * Trends.SIZE_MS + 200), windows * Trends.SIZE_MS + 200, out);
    }

    private void restart(boolean really) {
        if (really) {
            Saved saved = new Saved();
            cycles.saveAll(saved);
            cycles = new TenantCycles(SETTINGS);
            saved.loadInto(cycles);
        }
    }

    private Trend lastTrend() {
        return out.trends().stream()
                .filter(t -> t.getSource().equals("cart"))
                .reduce((first, second) -> second)
                .orElseThrow();
    }

    /** Active patterns of trouble. */
    private List<String> on() {
        return out.patterns().stream()
                .collect(java.util.stream.Collectors.toMap(Pattern::getPatternId, p -> p, (a, b) -> b))
                .values()
                .stream()
                .filter(p -> p.getState() != PatternState.ABATED)
                .map(Pattern::getPatternId)
                .sorted()
                .toList();
    }
}
