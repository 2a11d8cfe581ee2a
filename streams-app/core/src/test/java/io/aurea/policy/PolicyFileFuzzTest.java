package io.aurea.policy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.junit.jupiter.api.Timeout;

/** Whatever a policy's text is, it is a policy, or each of its problems is named with its line. */
class PolicyFileFuzzTest {

    @Timeout(10)
    @FuzzTest
    void shouldReadAPolicyOrNameEachProblemWithItsLine(byte[] bytes) {
        String yaml = new String(bytes, UTF_8);
        try {
            assertThat(PolicyFile.parse(yaml, 7).version()).isEqualTo(7);
        } catch (PolicyException refused) {
            assertThat(refused.problems()).isNotEmpty().allSatisfy(problem -> {
                assertThat(problem.message()).isNotBlank();
                assertThat(problem.line()).isBetween(1, yaml.split("\\R", -1).length + 1);
            });
        }
    }
}
