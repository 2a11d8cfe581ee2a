package io.aurea.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.aurea.goal.GoalRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ListEditsTest {
    private static final List<GoalRule> GOALS = TenantPolicy.BUILT_IN.goals().rules();

    private static List<String> problems(String yaml) {
        PolicyException refused = catchThrowableOfType(PolicyException.class, () -> PolicyFile.parse(yaml, 1));
        assertThat(refused).as(yaml).isNotNull();
        return refused.problems().stream().map(PolicyProblem::toString).toList();
    }

    @Test
    void shouldAddLastOverrideInPlaceAndRemove() {
        List<GoalRule> goals = PolicyFile.parse("""
                        goals:
                          rules:
                            add:
                              - {id: slow, type: quality, metric: "web/latency:p95", when: above, threshold: 500,
                                 target: 300, priority: 5, deadline: 1h}
                            override: [{id: error-rate, priority: 3}]
                            remove: [success-rate]
                        """, 1).goals().rules();
        assertThat(goals).hasSameSizeAs(GOALS);
        assertThat(goals.get(goals.size() - 1).id()).isEqualTo("slow");
        GoalRule before = GOALS.get(2);
        assertThat(before.id()).isEqualTo("error-rate");
        assertThat(goals.get(1))
                .isEqualTo(new GoalRule(
                        before.id(),
                        before.type(),
                        before.metric(),
                        before.when(),
                        before.threshold(),
                        before.target(),
                        3,
                        before.deadline(),
                        before.description()));
        assertThat(goals).extracting(GoalRule::id).doesNotContain("success-rate");
    }

    @Test
    void shouldSayHowRulesDiffer() {
        assertThat(PolicyFile.changes("rules: {override: [{name: restart-silent, attempts: 1}], remove: [raise-pool]}"))
                .singleElement()
                .asString()
                .endsWith("; overridden: restart-silent; removed: raise-pool");
        assertThat(PolicyFile.changes("rules: {}")).isEmpty();
        assertThat(PolicyFile.changes("rules: {override: [{name: restart-silent}]}"))
                .isEmpty();
        assertThat(PolicyFile.changes("rules: [{name: raise-pool, patterns: [flapping], action: page}]"))
                .singleElement()
                .asString()
                .startsWith("rules: 1; overridden: raise-pool; removed: ");
    }

    @Test
    void shouldReadTheExampleOfTheDocumentation() throws IOException {
        String page = Files.readString(Path.of("../../docs/INCIDENTS.md"));
        String example = page.substring(page.indexOf("```yaml") + 7);

        assertThat(PolicyFile.changes(example.substring(0, example.indexOf("```"))))
                .singleElement()
                .asString()
                .endsWith("; added: page-for-the-shop; overridden: restart-silent; removed: restart-leak");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "rules: {ad: []} | line 1: rules.ad is no key; did you mean add? Allowed: add, override, remove",
                "rules: {remove: raise-pool} | line 1: rules.remove is 'raise-pool'; allowed: a list, [] for none",
                "rules: {remove: [raise-pol]} | line 1: rules.remove[0] is 'raise-pol', which the built-in policy does not have; did you mean raise-pool? Allowed: what ./aurea policy show --default lists",
                "rules: {override: [{name: raise-pol}]} | line 1: rules.override[0].name is 'raise-pol', which the built-in policy does not have; did you mean raise-pool? Allowed: what ./aurea policy show --default lists",
                "rules: {override: [{harm: 1}]} | line 1: rules.override[0] lacks the key name",
                "rules: {override: [raise-pool]} | line 1: rules.override[0] lacks the key name",
                "rules: {override: [{name: raise-pool, harm: 2}]} | line 1: rules.override[0].harm of rule 'raise-pool' is 2.0; allowed: [0, 1]",
                "rules: {override: [{name: raise-pool, patterns: []}]} | line 1: rules.override[0].patterns of rule 'raise-pool' is []; allowed: one type or more",
                "rules: {add: [{name: raise-pool, patterns: [flapping], action: page}]} | line 1: rules.add[0].name is 'raise-pool', which the built-in policy has; allowed: a new one, or override",
                "rules: {remove: [raise-pool], override: [{name: raise-pool, harm: 1}]} | line 1: rules.remove[0] is 'raise-pool', as rules.override[0].name is; allowed: each once",
                "rules: {remove: [raise-pool, raise-pool]} | line 1: rules.remove[1] is 'raise-pool', as rules.remove[0] is; allowed: each once",
                "goals: {rules: {remove: [eror-rate]}} | line 1: goals.rules.remove[0] is 'eror-rate', which the built-in policy does not have; did you mean error-rate? Allowed: what ./aurea policy show --default lists"
            })
    void shouldSayWhatCannotBeChanged(String yaml, String problem) {
        assertThat(problems(yaml)).containsExactly(problem);
    }

    @Test
    void shouldAllowNoMoreRulesThanInAList() {
        StringBuilder yaml = new StringBuilder("rules:\n  add:\n");
        IntStream.range(0, 500)
                .forEach(n -> yaml.append("  - {name: r" + n + ", patterns: [flapping], action: page}\n"));
        assertThat(problems(yaml.toString())).singleElement().asString().endsWith("allowed: up to 500");
    }
}
