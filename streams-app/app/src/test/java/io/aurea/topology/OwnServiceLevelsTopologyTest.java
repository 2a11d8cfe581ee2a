package io.aurea.topology;

import static io.aurea.fixture.ShopStory.BAD;
import static io.aurea.fixture.ShopStory.GOOD;
import static org.assertj.core.api.Assertions.assertThat;

import io.aurea.fixture.ShopStory;
import io.aurea.schema.CommandKind;
import io.aurea.schema.DecisionState;
import io.aurea.schema.Goal;
import io.aurea.schema.GoalStatus;
import io.aurea.schema.Learning;
import io.aurea.schema.OutcomeStatus;
import io.aurea.schema.Polarity;
import io.aurea.schema.Status;
import io.aurea.schema.Trend;
import io.aurea.topic.Topics;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The loop observes how it is doing itself, as tenant aurea, and acts on it. */
class OwnServiceLevelsTopologyTest {
    private static final String RULES = """
            autonomy: {level: full_auto, floor: {verified_rate: 0.5, error: 0.55}}
            rules:
              - {name: first, patterns: [declining_success_rate], when: pattern.source == 'cart', action: restart,
                 target: "{source}", min_confidence: 0.05, settle: 30s, timeout: 60s, valid_for: 30s, attempts: 1, cooldown: 10s}
              - {name: second, patterns: [declining_success_rate], when: pattern.source == 'cart', action: scale_out,
                 target: "{source}", min_confidence: 0.05, settle: 30s, timeout: 60s, valid_for: 30s, attempts: 1, cooldown: 10s}
            """;

    private final ShopStory shop = new ShopStory();

    @AfterEach
    void close() {
        shop.close();
    }

    /** Two consecutive actions that change nothing. */
    private void twoInVain() {
        shop.policy(RULES).fault();
        for (int n = 0; n < 60 && shop.last().getState() != DecisionState.ESCALATED; n++) {
            if (shop.last().getState() == DecisionState.DISPATCHED) {
                shop.outcome(OutcomeStatus.SUCCEEDED);
            }
            shop.windows(1, BAD);
        }
        assertThat(shop.states())
                .containsExactly(
                        "PROPOSED",
                        "DISPATCHED",
                        "SUCCEEDED",
                        "INEFFECTIVE",
                        "PROPOSED",
                        "DISPATCHED",
                        "SUCCEEDED",
                        "INEFFECTIVE",
                        "ESCALATED");
    }

    @Test
    void shouldBeTrendsAndGoalsOfTenantAurea() {
        twoInVain();
        shop.windows(10, GOOD);
        List<Trend> trends = loopTrends();
        assertThat(trends)
                .extracting(Trend::getName)
                .contains("loop.verified_rate", "loop.false_fire_rate", "loop.time_to_detect");
        assertThat(trends)
                .filteredOn(t -> t.getName().equals("loop.verified_rate"))
                .allSatisfy(t -> {
                    assertThat(t.getSource()).isEqualTo("shop");
                    assertThat(t.getMean()).isZero();
                    assertThat(t.getPolarity()).isEqualTo(Polarity.HIGHER_IS_BETTER);
                });
        assertThat(goals())
                .filteredOn(g -> g.getStatus() == GoalStatus.active && g.getRevision() == 1)
                .singleElement()
                .satisfies(g -> {
                    assertThat(g.getTargetMetric()).isEqualTo("shop/loop.verified_rate:mean");
                    assertThat(g.getRule()).isEqualTo("loop-verified-rate");
                    assertThat(g.getDescription()).isEqualTo("Raise the share of verified actions for shop to 80 %");
                    assertThat(g.getBaselineValue()).isZero();
                    assertThat(g.getTargetValue()).isEqualTo(0.8);
                });
        assertThat(shop.deadLetters()).isEmpty();
    }

    @Test
    void shouldTellHowFastItDetectsAndHeals() {
        shop.policy(RULES)
                .fault()
                .outcome(OutcomeStatus.SUCCEEDED)
                .until(GOOD, DecisionState.VERIFIED)
                .windows(5, GOOD);
        List<Trend> trends = loopTrends();
        assertThat(trends)
                .extracting(Trend::getName)
                .contains(
                        "loop.verified_rate",
                        "loop.false_fire_rate",
                        "loop.recurrence_rate",
                        "loop.time_to_detect",
                        "loop.time_to_heal");
        assertThat(trends)
                .filteredOn(t -> t.getName().equals("loop.time_to_heal"))
                .allSatisfy(t -> assertThat(t.getMean()).isBetween(30_000.0, 600_000.0));
        assertThat(trends)
                .filteredOn(t -> t.getName().equals("loop.verified_rate"))
                .allSatisfy(t -> assertThat(t.getMean()).isEqualTo(1));
        assertThat(goals()).as("all is well").isEmpty();
        assertThat(shop.deadLetters()).isEmpty();
    }

    @Test
    void shouldLoseALevelBelowTheFloorAndRiseByCommandAlone() {
        shop.policy(RULES).windows(1, GOOD);
        assertThat(levels()).containsOnly(100);
        twoInVain();
        assertThat(lastLevel()).isEqualTo(75);
        shop.windows(2, GOOD);
        assertThat(loopTrends()).extracting(Trend::getName).contains("loop.autonomy_fell");
        assertThat(shop.loop.output(Topics.LEARNINGS).readValuesToList())
                .filteredOn(l -> l.getCategory().equals("autonomy"))
                .extracting(Learning::getLesson)
                .containsExactly("autonomy falls from FULL_AUTO to AUTONOMOUS; a person raises it again by command");

        shop.policy(RULES).windows(30, GOOD);
        assertThat(levels())
                .as("neither time nor a policy raises it")
                .endsWith(75)
                .doesNotContain(50);
        shop.command(CommandKind.AUTONOMY, c -> c.setAutonomyLevel(100));
        assertThat(lastLevel()).isEqualTo(100);
        assertThat(shop.answers().get(0).getEffect()).isEqualTo("autonomy is FULL_AUTO, it was AUTONOMOUS");
        assertThat(shop.deadLetters()).isEmpty();
    }

    private List<Integer> levels() {
        return shop.statuses().stream().map(Status::getAutonomyLevel).toList();
    }

    private int lastLevel() {
        List<Integer> levels = levels();
        return levels.get(levels.size() - 1);
    }

    private List<Trend> loopTrends() {
        List<Trend> trends = shop.loop.output(Topics.TRENDS).readValuesToList().stream()
                .filter(t -> t.getTenantId().equals("aurea") && t.getName().startsWith("loop."))
                .toList();
        assertThat(trends).isNotEmpty();
        return trends;
    }

    private List<Goal> goals() {
        return shop.loop.output(Topics.GOALS).readValuesToList().stream()
                .filter(g -> g.getTenantId().equals("aurea"))
                .toList();
    }
}
