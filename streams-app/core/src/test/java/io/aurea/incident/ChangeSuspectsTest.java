package io.aurea.incident;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;
import static org.assertj.core.api.Assertions.tuple;

import io.aurea.change.ChangeKind;
import io.aurea.change.KnownChange;
import io.aurea.pattern.CallEdge;
import io.aurea.schema.Incident;
import io.aurea.schema.IncidentChange;
import io.aurea.schema.PatternType;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChangeSuspectsTest extends ToldIncidents {
    @Test
    void shouldSuspectTheChangesNearestInTimeAndPlace() {
        calls.add(new CallEdge("web", "cart"));
        calls.add(new CallEdge("mail", "queue"));
        close();
        changes = List.of(
                changed("cart", ChangeKind.DEPLOYMENT, 0),
                changed("web", ChangeKind.FEATURE_FLAG, -3_600_000),
                changed("queue", ChangeKind.CONFIGURATION, 0),
                changed("web", ChangeKind.SCALING, 120_000));
        onset(PatternType.DECLINING_SUCCESS_RATE, "web");
        onset(PatternType.INCREASING_LATENCY, "cart");
        close();

        Incident i = only();
        assertThat(i.getChanges())
                .extracting(IncidentChange::getSource, IncidentChange::getKind)
                .containsExactly(tuple("cart", "deployment"), tuple("web", "feature_flag"));
        assertThat(i.getChanges().get(0).getScore()).isCloseTo(StrictMath.pow(0.5, 20.0 / 900), offset(1e-9));
        assertThat(i.getSuspectedOrigin()).isEqualTo("cart");
        assertThat(texts(i))
                .contains(
                        "suspected: deployment of cart, 1.4 -> 1.5, by anna, 20 s before",
                        "suspected: feature flag of web, 1.4 -> 1.5, by anna, 60 min before");
    }

    @Test
    void shouldFindASourceLikelierThatHasJustBeenChanged() {
        onset(PatternType.INCREASING_LATENCY, "a");
        onset(PatternType.INCREASING_LATENCY, "b");
        close();
        assertThat(only().getCandidates()).containsEntry("a", 0.5).containsEntry("b", 0.5);

        changes = List.of(changed("b", ChangeKind.DEPLOYMENT, 10_000));
        onset(PatternType.DECLINING_SUCCESS_RATE, "a");
        onset(PatternType.DECLINING_SUCCESS_RATE, "b");
        close();
        assertThat(only().getSuspectedOrigin()).isEqualTo("b");
        assertThat(only().getCandidates().get("b")).isCloseTo(2 / 3.0, offset(1e-9));
    }

    private static KnownChange changed(String source, ChangeKind kind, long atMs) {
        return new KnownChange(source, "change", kind, atMs, "1.5", "1.4", "anna", null);
    }
}
