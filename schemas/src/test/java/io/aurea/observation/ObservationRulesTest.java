package io.aurea.observation;

import static org.assertj.core.api.Assertions.assertThat;

import io.aurea.schema.Observation;
import io.aurea.schema.ObservationKind;
import java.time.Instant;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class ObservationRulesTest {

    @Test
    void shouldTakeWhatIsWellFormed() {
        assertThat(ObservationRules.violation(metric(-1.5))).isEmpty();
        assertThat(ObservationRules.violation(failed())).isEmpty();
        assertThat(ObservationRules.violation(down())).isEmpty();
        assertThat(ObservationRules.violation(tick())).isEmpty();
        assertThat(ObservationRules.violation(named("A.b_c-9", "s", "a:b.c"))).isEmpty();
    }

    @Test
    void shouldSayWhatANameMayHold() {
        assertBroken(o -> o.setTenantId(""), "tenant_id is missing");
        assertBroken(o -> o.setTenantId("_t"), "tenant_id '_t' begins with _, which is kept for the loop's own keys");
        assertBroken(o -> o.setSource("a/b"), "source has the character '/' at position 2; allowed: A-Z a-z 0-9 . _ -");
        assertBroken(o -> o.setName("näme"), "name has the character 'ä' at position 2; allowed: A-Z a-z 0-9 . _ - :");
        assertBroken(o -> o.setName("n".repeat(129)), "name has 129 characters; allowed: 1 to 128");
        assertBroken(o -> o.setUnit("u".repeat(33)), "unit has 33 characters; allowed: at most 32");
    }

    @Test
    void shouldSayWhatANumberMayBe() {
        assertBroken(o -> o.setValue(null), "a METRIC needs a value");
        assertBroken(o -> o.setValue(Double.NaN), "value is NaN; allowed: a finite number from -1e150 to 1e150");
        assertBroken(
                o -> o.setValue(Double.NEGATIVE_INFINITY),
                "value is -Infinity; allowed: a finite number from -1e150 to 1e150");
    }

    @Test
    void shouldSayWhatAnOperationAndAHealthNeed() {
        Consumer<Observation> operation = o -> {
            o.setKind(ObservationKind.OPERATION);
            o.setSuccess(false);
            o.setDurationMs(1.0);
        };
        assertBroken(operation, "an OPERATION that failed needs an error text");
        assertBroken(operation.andThen(o -> o.setSuccess(null)), "an OPERATION needs success (true or false)");
        assertBroken(operation.andThen(o -> o.setDurationMs(null)), "an OPERATION needs duration_ms");
        assertBroken(
                operation.andThen(o -> o.setDurationMs(-1.0)), "duration_ms is -1.0; allowed: a finite number from 0");
        assertBroken(o -> o.setKind(ObservationKind.HEALTH), "a HEALTH needs success (true: up, false: down)");
        assertBroken(
                o -> o.setKind(ObservationKind.UNKNOWN),
                "kind is unknown; allowed: METRIC, COUNTER, OPERATION, HEALTH, EVENT, TICK");
    }

    @Test
    void shouldNameWhatARecordMadeFieldByFieldLacks() {
        Observation observation = new Observation();
        assertThat(ObservationRules.violation(observation)).contains("observed_at is missing");
        observation.setObservedAt(Instant.EPOCH);
        assertThat(ObservationRules.violation(observation)).contains("kind is missing");
        observation.setKind(ObservationKind.EVENT);
        assertThat(ObservationRules.violation(observation)).contains("tenant_id is missing");
        observation.setTenantId("t");
        assertThat(ObservationRules.violation(observation)).contains("source is missing");
        observation.setSource("s");
        assertThat(ObservationRules.violation(observation)).contains("name is missing");
        observation.setName("n");
        assertThat(ObservationRules.violation(observation)).isEmpty();
    }

    @Test
    void shouldCheckAPeerLikeASource() {
        Observation call = failed();
        call.setPeer("stock.v2_a-1");
        assertThat(ObservationRules.violation(call)).isEmpty();
        call.setPeer("redis:6379");
        assertThat(ObservationRules.violation(call))
                .contains("peer has the character ':' at position 6; allowed: A-Z a-z 0-9 . _ -");
        call.setPeer("_x");
        assertThat(ObservationRules.violation(call)).contains("peer '_x' begins with _, which no source does");
        call.setPeer("");
        assertThat(ObservationRules.violation(call)).contains("peer is empty; allowed: 1 to 128 characters, or null");
        call.setPeer("x".repeat(129));
        assertThat(ObservationRules.violation(call)).contains("peer has 129 characters; allowed: 1 to 128");
    }

    @Test
    void shouldRefuseATimeThatIsNobodys() {
        assertBroken(
                o -> o.setObservedAt(Instant.ofEpochMilli(Long.MIN_VALUE)),
                "observed_at is -9223372036854775808 ms; allowed: 1970-01-01T00:00:00Z to 9999-12-31T23:59:59.999Z");
    }

    private static Observation metric(double value) {
        return observation(ObservationKind.METRIC).setValue(value).setUnit("ms").build();
    }

    private static Observation named(String tenant, String source, String name) {
        return observation(ObservationKind.METRIC)
                .setTenantId(tenant)
                .setSource(source)
                .setName(name)
                .setValue(1.0)
                .build();
    }

    private static Observation failed() {
        return observation(ObservationKind.OPERATION)
                .setSuccess(false)
                .setDurationMs(12.5)
                .setError("connection refused")
                .build();
    }

    private static Observation down() {
        return observation(ObservationKind.HEALTH).setSuccess(false).build();
    }

    private static Observation tick() {
        return Observation.newBuilder()
                .setKind(ObservationKind.TICK)
                .setObservedAt(Instant.EPOCH)
                .build();
    }

    private static Observation.Builder observation(ObservationKind kind) {
        return Observation.newBuilder()
                .setTenantId("t")
                .setSource("s")
                .setKind(kind)
                .setName("m")
                .setObservedAt(Instant.EPOCH);
    }

    private static void assertBroken(Consumer<Observation> how, String reason) {
        Observation observation = metric(1);
        how.accept(observation);
        assertThat(ObservationRules.violation(observation)).contains(reason);
    }
}
