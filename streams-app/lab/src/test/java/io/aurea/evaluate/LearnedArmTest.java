package io.aurea.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import io.aurea.fixture.Slow;
import io.aurea.shop.FaultKind;
import io.aurea.shop.ShopParameters;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Whether the loop improves with experience, under a policy that considers three actions equally good. */
@Slow
class LearnedArmTest {

    private static String undecided() throws IOException {
        try (InputStream in = LearnedArmTest.class.getResourceAsStream("undecided-policy.yaml")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void shouldPreferWhatHasHelped() throws IOException {
        ShopParameters shop = ShopParameters.read(
                "test", List.of("episode.faults_per_quiet_day = 0", "episode.quiet_minutes = 40..50"));
        Evaluation evaluation = new Evaluation(shop, Map.of(FaultKind.PERMISSION_CHANGE, 1.0), 7, 6, undecided());

        ArmScore cold = evaluation.run("cold");
        ArmScore learned = evaluation.run("learned");

        assertThat(learned.detected()).isEqualTo(1);
        assertThat(learned.harmful()).isLessThan(cold.harmful());
        assertThat(learned.failedRequests()).isLessThan(cold.failedRequests());
        assertThat(cold.unsafe() + learned.unsafe()).isZero();
    }
}
