package io.aurea.change;

import static org.assertj.core.api.Assertions.assertThat;

import io.aurea.name.NameGlob;
import io.aurea.schema.Change;
import io.aurea.schema.Observation;
import io.aurea.schema.ObservationKind;
import io.aurea.schema.Trend;
import io.aurea.state.LastBySeries;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RecentChangesTest {
    private static final List<ChangeRule> RULES = List.of(
            new ChangeRule(ChangeKind.ROLLBACK, NameGlob.all("*rollback*")),
            new ChangeRule(ChangeKind.DEPLOYMENT, NameGlob.all("*deploy*", "*roll*")));

    private final RecentChanges changes = new RecentChanges('H');

    private static Trend event(String source, String name, Change said) {
        return Trend.newBuilder()
                .setTenantId("t")
                .setSource(source)
                .setName(name)
                .setKind(ObservationKind.EVENT)
                .setWindowStart(Instant.ofEpochMilli(10_000))
                .setWindowEnd(Instant.ofEpochMilli(20_000))
                .setChange(said)
                .build();
    }

    private static Change said(Map<String, String> attributes, long atMs) {
        Change change = ChangeText.of(Observation.newBuilder()
                .setTenantId("t")
                .setSource("cart")
                .setName("deploy")
                .setKind(ObservationKind.EVENT)
                .setObservedAt(Instant.EPOCH)
                .setAttributes(attributes)
                .build());
        change.setAt(Instant.ofEpochMilli(atMs));
        return change;
    }

    @Test
    void shouldKnowAChangeByTheNameOfItsSeries() {
        changes.observe(
                List.of(event("cart", "rollback", null), event("web", "deploy", null), event("web", "login", null)),
                RULES,
                20_000);

        assertThat(changes.all())
                .containsExactly(
                        new KnownChange("cart", "rollback", ChangeKind.ROLLBACK, 10_000, null, null, null, null),
                        new KnownChange("web", "deploy", ChangeKind.DEPLOYMENT, 10_000, null, null, null, null));
        assertThat(changes.ages(25_000))
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of("cart", 15.0, "cart/rollback", 15.0, "web", 15.0, "web/deployment", 15.0));
    }

    @Test
    void shouldBelieveTheAttributesMoreThanTheName() {
        Map<String, String> attributes = Map.of(
                "change", "Feature_Flag", "version", "on", "version_before", "off", "who", "anna\u001b[2J\n", "x", "y");
        changes.observe(List.of(event("cart", "deploy", said(attributes, 12_345))), RULES, 20_000);

        assertThat(changes.bySource())
                .containsOnly(Map.entry(
                        "cart",
                        new KnownChange(
                                "cart", "deploy", ChangeKind.FEATURE_FLAG, 12_345, "on", "off", "anna [2J", null)));
        assertThat(changes.bySource().get("cart").inWords()).isEqualTo("feature flag of cart, off -> on, by anna [2J");
    }

    @Test
    void shouldKeepTheLastChangeOfEachSeriesForADay() {
        changes.observe(List.of(event("cart", "deploy", said(Map.of("release", "1"), 11_000))), RULES, 20_000);
        changes.observe(List.of(event("cart", "deploy", said(Map.of("release", "2"), 22_000))), RULES, 30_000);

        assertThat(changes.all()).extracting(KnownChange::version).containsExactly("2");
        changes.observe(List.of(), RULES, 22_000 + LastBySeries.KEEP_MS + 1);
        assertThat(changes.all()).isEmpty();
    }

    @Test
    void shouldKeepTextsShort() {
        String smileys = "\ud83d\ude00".repeat(300);

        assertThat(ChangeText.clean(smileys)).isEqualTo("\ud83d\ude00".repeat(128));
        assertThat(ChangeText.clean(" \n ")).isNull();
        assertThat(ChangeText.of(Observation.newBuilder()
                        .setObservedAt(Instant.EPOCH)
                        .setAttributes(Map.of("change", "coffee", "colour", "blue"))
                        .build()))
                .isNull();
    }

    @Test
    void shouldGoOnAfterARestart() {
        changes.observe(
                List.of(event("cart", "deploy", said(Map.of("release", "1", "link", "x"), 11_000))), RULES, 20_000);
        RecentChanges loaded = new RecentChanges('H');
        changes.stored().saveAll((key, value) -> loaded.stored().load(key, value));

        assertThat(loaded.all()).containsExactlyElementsOf(changes.all());
    }
}
