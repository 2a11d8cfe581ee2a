package io.aurea.cli.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.aurea.schema.Decision;
import io.aurea.schema.DecisionState;
import io.aurea.schema.DecisionStep;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class DecisionLineTest {
    private static final Instant AT = Instant.parse("2026-03-01T10:00:12.400Z");

    private static Decision.Builder decision(DecisionState state, String reason) {
        return Decision.newBuilder()
                .setTenantId("shop")
                .setDecisionId("7-1")
                .setState(state)
                .setAction("restart")
                .setTarget("cart")
                .setConfidence(0.85)
                .setSymptom("SILENT_SOURCE/cart")
                .setUpdatedAt(AT)
                .setHistory(List.of(new DecisionStep(state, AT, reason)));
    }

    private static String line(Decision.Builder decision) {
        return DecisionLine.of(decision.build()).orElseThrow();
    }

    @Test
    void shouldSayWhatIsDoneAndWhatCameOfIt() {
        String head = "2026-03-01 10:00:12Z  shop  decision 7-1  restart cart  ";

        assertThat(line(decision(DecisionState.DISPATCHED, "allowed by every guard")))
                .isEqualTo(head + "dispatched, confidence 0.85, against SILENT_SOURCE/cart");
        assertThat(line(decision(DecisionState.AWAITING_APPROVAL, "confidence")))
                .isEqualTo(head + "awaiting approval: ./aurea approve shop/7-1");
        assertThat(line(decision(DecisionState.VERIFIED, "the symptom is gone")))
                .isEqualTo(head + "verified: the symptom is gone");
        assertThat(line(decision(DecisionState.TIMED_OUT, "x".repeat(300))))
                .startsWith(head + "timed out: xxx")
                .endsWith("xxx...")
                .hasSizeLessThan(200);
    }

    @Test
    void shouldBeSilentAboutStepsOnTheWayAndWhatOnlyInforms() {
        for (DecisionState silent : List.of(DecisionState.PROPOSED, DecisionState.SUPPRESSED, DecisionState.UNKNOWN)) {
            assertThat(DecisionLine.of(decision(silent, "").build())).isEmpty();
        }
        assertThat(DecisionLine.of(
                        decision(DecisionState.DISPATCHED, "").setJudged(false).build()))
                .isEmpty();
        assertThat(line(decision(DecisionState.EXPIRED, "nobody answered")
                        .setJudged(false)
                        .setApprovalDeadline(AT)))
                .endsWith("expired: nobody answered");
    }
}
