package io.aurea.rule;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.aurea.schema.CycleMetrics;
import io.aurea.schema.PatternType;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Timeout;

/** Whatever a condition is, it is compiled and answered within its budget, or refused with the rule and the place. */
class ConditionFuzzTest {
    /** As many levels as a condition may loop over. */
    private static final Map<String, Double> LEVELS =
            IntStream.range(0, 200).boxed().collect(Collectors.toMap(i -> "source-" + i + "/latency", i -> i * 1.5));

    @Timeout(10)
    @FuzzTest
    void shouldAnswerAConditionOrNameTheRuleAndWhatIsWrong(byte[] bytes) {
        Rule rule = Rule.named("r")
                .on(PatternType.INCREASING_LATENCY)
                .action("restart")
                .when(new String(bytes, UTF_8))
                .build();
        RuleBook book;
        try {
            book = RuleBook.compile(List.of(rule));
        } catch (RuleException refused) {
            assertThat(refused.reasons()).isNotEmpty().allSatisfy(reason -> assertThat(reason)
                    .startsWith("when of rule 'r'"));
            return;
        }
        RuleVariables facts = RuleVariables.ofTenant(
                CycleMetrics.newBuilder().setTenantId("t").build(),
                List.of("INCREASING_LATENCY"),
                new RuleVariables.Numbers(Map.of("overdue_total", 1.0), LEVELS, LEVELS, Map.of(), Map.of(), Map.of()));
        assertThat(book.forPattern(PatternType.INCREASING_LATENCY, facts)).hasSizeLessThan(2);
    }
}
