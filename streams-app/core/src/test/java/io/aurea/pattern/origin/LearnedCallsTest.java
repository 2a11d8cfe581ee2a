package io.aurea.pattern.origin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.aurea.fixture.Saved;
import io.aurea.pattern.CallEdge;
import io.aurea.pattern.ClosedCycle;
import io.aurea.pattern.PatternSettings.Dependency;
import io.aurea.pattern.PatternSettings.Origin;
import io.aurea.schema.ObservationKind;
import io.aurea.schema.Trend;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Who calls whom, as it is learned, forgotten and corrected. */
class LearnedCallsTest {
    private static final long HOUR = Duration.ofHours(1).toMillis();
    private static final Set<String> SOURCES = Set.of("web", "cart", "db");
    private static final Origin DEFAULTS = Origin.DEFAULTS;

    private final LearnedCalls calls = new LearnedCalls('e');

    private static Origin policy(List<Dependency> dependencies, List<Dependency> none, int max) {
        return new Origin(3, dependencies, none, DEFAULTS.calls(), DEFAULTS.serves(), 24 * HOUR, max);
    }

    private static Trend operation(String source, String name, String... peers) {
        Trend t = new Trend();
        t.setTenantId("shop");
        t.setSource(source);
        t.setName(name);
        t.setKind(ObservationKind.OPERATION);
        t.setPeers(peers.length == 0 ? null : List.of(peers));
        return t;
    }

    private void cycle(long endMs, Origin settings, Trend... trends) {
        calls.learn(new ClosedCycle(endMs - 1_000, endMs, List.of(trends)), SOURCES, settings);
    }

    private List<String> known(Origin settings) {
        return calls.known(settings).stream()
                .map(c -> c.caller() + ">" + c.callee() + (c.learned() ? " learned" : "")
                        + (c.declared() ? " declared" : "") + (c.denied() ? " denied" : "")
                        + c.seen().map(at -> " " + at.toEpochMilli()).orElse(""))
                .toList();
    }

    @Test
    void shouldLearnFromPeersAndFromNames() {
        cycle(1_000, DEFAULTS, operation("web", "buy", "cart", "stripe"), operation("cart", "call_ms.db"));
        assertThat(known(DEFAULTS))
                .containsExactly("cart>db learned 1000", "web>cart learned 1000", "web>stripe learned 1000");
        assertThat(calls.graph(DEFAULTS).dependenciesOf("web")).containsExactlyInAnyOrder("cart", "db", "stripe");
    }

    @Test
    void shouldBearCyclesAndCallsToItself() {
        cycle(1_000, DEFAULTS, operation("web", "buy", "web", "cart"), operation("cart", "notify", "web"));
        assertThat(known(DEFAULTS)).containsExactly("cart>web learned 1000", "web>cart learned 1000");
        assertThat(calls.graph(DEFAULTS).dependenciesOf("web")).containsExactlyInAnyOrder("cart", "web");
    }

    @Test
    void shouldForgetWhatIsNoLongerSeen() {
        Origin day = policy(List.of(), List.of(), 100);
        cycle(HOUR, day, operation("web", "buy", "cart", "db"));
        cycle(20 * HOUR, day, operation("web", "buy", "cart"));
        cycle(25 * HOUR, day);
        assertThat(known(day)).hasSize(2);
        cycle(25 * HOUR + 1_000, day);
        assertThat(known(day)).containsExactly("web>cart learned " + 20 * HOUR);
        assertThat(calls.graph(day).has(new CallEdge("web", "db"))).isFalse();
    }

    @Test
    void shouldWriteACallNoMoreThanEveryFewMinutes() {
        cycle(1_000, DEFAULTS, operation("web", "buy", "cart"));
        calls.save((key, value) -> {});
        cycle(2_000, DEFAULTS, operation("web", "buy", "cart"));
        calls.save((key, value) -> {
            throw new AssertionError("written again");
        });
        cycle(1_000 + LearnedCalls.STEP_MS, DEFAULTS, operation("web", "buy", "cart"));
        Saved saved = new Saved();
        calls.save(saved);
        assertThat(saved).isNotEqualTo(new Saved());
    }

    @Test
    void shouldLearnNoMoreThanThePolicyAllowsAndCountTheRest() {
        Origin few = policy(List.of(), List.of(), 100);
        Trend[] many = IntStream.range(0, 110)
                .mapToObj(n -> operation("s" + n, "op", "db"))
                .toArray(Trend[]::new);
        cycle(1_000, few, many);
        assertThat(calls.known(few)).hasSize(100);
        assertThat(calls.refused()).isEqualTo(10);
        cycle(2_000, few);
        assertThat(calls.refused()).isZero();
    }

    @Test
    void shouldAddWhatThePolicyDeclaresAndLeaveOutWhatItDenies() {
        Origin corrected = policy(
                List.of(new Dependency("web", "cart"), new Dependency("cart", "db")),
                List.of(new Dependency("web", "mail")),
                100);
        cycle(1_000, corrected, operation("web", "buy", "cart", "mail"));
        assertThat(known(corrected))
                .containsExactly("cart>db declared", "web>cart learned declared 1000", "web>mail learned denied 1000");
        assertThat(calls.graph(corrected).dependenciesOf("web")).containsExactlyInAnyOrder("cart", "db");
        assertThat(calls.graph(DEFAULTS).dependenciesOf("web")).containsExactlyInAnyOrder("cart", "mail");
    }

    @Test
    void shouldForgetTheCallsOfASource() {
        cycle(
                1_000,
                DEFAULTS,
                operation("web", "buy", "cart"),
                operation("cart", "get", "db"),
                operation("web", "a", "db"));
        calls.forget("cart");
        assertThat(known(DEFAULTS)).containsExactly("web>db learned 1000");
    }

    @Test
    void shouldGoOnAsStored() {
        cycle(1_000, DEFAULTS, operation("web", "buy", "cart", "db"));
        calls.forget("db");
        Saved saved = new Saved();
        calls.saveAll(saved);
        LearnedCalls read = new LearnedCalls('e');
        saved.loadInto(read);
        assertThat(read.known(DEFAULTS)).isEqualTo(calls.known(DEFAULTS)).hasSize(1);
    }

    @Test
    void shouldReadWhatAnOlderReleaseStoredAndCountItAsSeenInTheNextCycle() {
        Stream.of("web/cart", "cart/db").forEach(name -> calls.load(("e" + name).getBytes(UTF_8), new byte[] {1}));
        assertThat(calls.graph(DEFAULTS).dependenciesOf("web")).containsExactlyInAnyOrder("cart", "db");
        cycle(500 * HOUR, DEFAULTS);
        assertThat(known(DEFAULTS)).containsExactly("cart>db learned " + 500 * HOUR, "web>cart learned " + 500 * HOUR);
    }

    @Test
    void shouldGiveTheSameListUntilSomethingChanges() {
        cycle(1_000, DEFAULTS, operation("web", "buy", "cart"));
        List<KnownCall> before = calls.known(DEFAULTS);
        cycle(2_000, DEFAULTS, operation("web", "buy", "cart"));
        assertThat(calls.known(DEFAULTS)).isSameAs(before);
        cycle(3_000, DEFAULTS, operation("web", "buy", "db"));
        assertThat(calls.known(DEFAULTS)).isNotSameAs(before);
    }
}
