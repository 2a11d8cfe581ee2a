package io.aurea.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import io.aurea.fixture.Slow;
import io.aurea.shop.FaultDeck;
import io.aurea.shop.FaultKind;
import io.aurea.shop.ShopParameters;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

@Slow
class EvaluationTest {
    /** Without the fault-free days in between. */
    private static final ShopParameters SHOP =
            ShopParameters.read("test", List.of("episode.faults_per_quiet_day = 0", "episode.quiet_minutes = 40..50"));

    private static final Evaluation EVALUATION = new Evaluation(SHOP, FaultDeck.evenly(), 42, 5, ShopPolicy.yaml());
    private static final Map<String, ArmScore> SCORES =
            EVALUATION.runAll().stream().collect(Collectors.toMap(ArmScore::arm, Function.identity()));

    @Test
    void shouldRunEveryArmOnTheSameUsersAndFaults() {
        assertThat(SCORES).containsOnlyKeys("none", "original", "runbook", "cold", "learned", "oracle");
        assertThat(SCORES.values())
                .extracting(ArmScore::requests)
                .containsOnly(SCORES.get("none").requests());
        assertThat(SCORES.values())
                .extracting(
                        s -> s.faults().stream().map(ArmScore.FaultScore::kind).toList())
                .containsOnly(SCORES.get("none").faults().stream()
                        .map(ArmScore.FaultScore::kind)
                        .toList());
    }

    @Test
    void shouldFindNothingAndDoNothingWithoutAnArm() {
        ArmScore none = SCORES.get("none");

        assertThat(none.detected()).isZero();
        assertThat(none.actions()).isZero();
        assertThat(none.unsafe()).isZero();
        assertThat(none.detectSeconds(0.5)).isEmpty();
        assertThat(none.faults()).noneMatch(ArmScore.FaultScore::byAction);
    }

    @Test
    void shouldLeaveTheOracleFarAhead() {
        ArmScore oracle = SCORES.get("oracle");

        assertThat(oracle.detected()).isEqualTo(1);
        assertThat(oracle.located()).isEqualTo(1);
        assertThat(oracle.falseAlarms()).isZero();
        assertThat(oracle.unsafe()).isZero();
        assertThat(oracle.harmful()).isZero();
        assertThat(oracle.wasted()).isZero();
        assertThat(oracle.detectSeconds(1).getAsDouble()).isBetween(0.0, 10.0);
        assertThat(oracle.failedRequests()).isLessThan(SCORES.get("none").failedRequests() / 4);
        assertThat(oracle.failedRequests()).isLessThan(SCORES.get("original").failedRequests() / 4);
        assertThat(oracle.faults())
                .filteredOn(f -> f.kind() != FaultKind.INCURABLE)
                .allMatch(ArmScore.FaultScore::byAction);
    }

    @Test
    void shouldFindAndHealWithOneAndAHalfTimesTheLossesOfTheOracleAndSafely() {
        for (String arm : List.of("cold", "learned")) {
            ArmScore loop = SCORES.get(arm);

            assertThat(loop.detected()).as(arm).isEqualTo(1);
            assertThat(loop.falseAlarms()).as(arm).isZero();
            assertThat(loop.unsafe()).as(arm).isZero();
            assertThat(loop.harmful()).as(arm).isZero();
            assertThat((double) loop.failedRequests())
                    .as(arm)
                    .isLessThan(1.5 * SCORES.get("oracle").failedRequests())
                    .isLessThan(0.5 * SCORES.get("original").failedRequests());
        }
    }

    @Test
    void shouldComeToTheSameFiguresAgain() {
        Evaluation again = new Evaluation(SHOP, FaultDeck.evenly(), 42, 5, ShopPolicy.yaml());

        assertThat(again.run("cold")).isEqualTo(SCORES.get("cold"));
        assertThat(again.run("runbook")).isEqualTo(SCORES.get("runbook"));
        assertThat(again.run("original")).isEqualTo(SCORES.get("original"));
    }

    @Test
    void shouldAttributeEveryFailedRequestOfAFaultToIt() {
        ArmScore none = SCORES.get("none");
        long byFault = none.faults().stream()
                .mapToLong(ArmScore.FaultScore::failedRequests)
                .sum();

        assertThat(byFault).isLessThanOrEqualTo(none.failedRequests());
        assertThat(byFault).isGreaterThan((long) (0.9 * none.failedRequests()));
    }

    @Test
    void shouldTakeQuantilesByNearestRank() {
        ArmScore score = new ArmScore(
                "x",
                1,
                0.5,
                List.of(fault(10.0, 100), fault(null, 300), fault(30.0, 200)),
                2,
                9,
                3,
                1,
                2,
                3,
                4,
                0,
                Map.of());

        assertThat(score.detected()).isEqualTo(2.0 / 3);
        assertThat(score.detectSeconds(0.5)).hasValue(10);
        assertThat(score.detectSeconds(0.95)).hasValue(30);
        assertThat(score.healSeconds(0.5)).hasValue(200);
        assertThat(score.falsePerDay()).isEqualTo(4);
        assertThat(score.actions()).isEqualTo(6);
        assertThat(score.actionsPerFault()).isEqualTo(2);
    }

    private static ArmScore.FaultScore fault(Double detect, double heal) {
        return new ArmScore.FaultScore(FaultKind.BAD_DEPLOY, "cart", detect, false, heal, false, 1);
    }
}
