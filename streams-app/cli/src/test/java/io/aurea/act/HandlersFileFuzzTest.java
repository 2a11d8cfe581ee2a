package io.aurea.act;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.aurea.policy.PolicyException;
import java.util.Map;
import org.junit.jupiter.api.Timeout;

/** Whatever a handlers file is, its handlers are ready to run, or each of its problems is named with its line. */
class HandlersFileFuzzTest {

    @Timeout(10)
    @FuzzTest
    void shouldReadAFileOrNameEachProblemWithItsLine(byte[] bytes) {
        HandlersFile file;
        try {
            file = HandlersFile.parse(new String(bytes, UTF_8));
        } catch (PolicyException refused) {
            assertThat(refused.problems()).isNotEmpty().allSatisfy(problem -> {
                assertThat(problem.message()).isNotBlank();
                assertThat(problem.line()).isPositive();
            });
            return;
        }
        try {
            assertThat(Handlers.of(file, Map.of("PATH", "/bin")).count())
                    .isEqualTo(file.handlers().size());
        } catch (IllegalArgumentException refused) {
            // A program or a variable that is not here.
            assertThat(refused).message().isNotBlank();
        }
    }
}
