package io.aurea.cli.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.aurea.cli.Ran;
import io.aurea.cli.TestEndpoints;
import io.aurea.cli.TimeSource;
import io.aurea.policy.PolicyFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyCliTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"check", "apply", "show", "schema"})
    void shouldHelpWithEveryCommand(String command) {
        Ran ran = Ran.aurea("policy", command, "--help");

        assertThat(ran.exitCode()).isZero();
        assertThat(ran.out())
                .contains(
                        "Usage: aurea policy " + command,
                        "Example",
                        "./aurea policy " + command,
                        "Exit codes:",
                        "  0  ");
        assertThat(ran.err()).isEmpty();
    }

    @Test
    void shouldShowTheBuiltInPolicyAndTakeItBack() throws IOException {
        Ran shown = Ran.aurea("policy", "show", "--default");
        assertThat(shown.exitCode()).isZero();
        assertThat(shown.out()).isEqualTo(PolicyFile.builtInText());
        Path file = Files.writeString(folder.resolve("policy.yaml"), shown.out());

        Ran checked = Ran.aurea("policy", "check", file.toString());

        assertThat(checked.exitCode()).isZero();
        assertThat(checked.out()).isEqualTo("%s is a policy%n".formatted(file));
        assertThat(checked.err()).isEmpty();
    }

    @Test
    void shouldTellHowTheRulesDifferFromTheBuiltInOnes() throws IOException {
        Path file = Files.writeString(folder.resolve("policy.yaml"), """
                rules:
                  add: [{name: page, patterns: [flapping], action: page}]
                  override: [{name: restart-silent, attempts: 1}]
                  remove: [restart-leak]
                """);

        Ran checked = Ran.aurea("policy", "check", file.toString());

        assertThat(checked.out().lines())
                .hasSize(2)
                .last()
                .asString()
                .matches("rules: \\d+; added: page; overridden: restart-silent; removed: restart-leak");
    }

    @ParameterizedTest
    @ValueSource(strings = {"check", "apply"})
    void shouldSayAllThatIsWrongWithAFileBeforeAskingAnyServer(String command) throws IOException {
        Path file = Files.writeString(folder.resolve("policy.yaml"), "minimum:\n  attempts: 0\nhealht: {}\n");

        Ran ran = Ran.aurea("policy", command, file.toString());

        assertThat(ran.exitCode()).isEqualTo(2);
        assertThat(ran.out()).isEmpty();
        assertThat(ran.err()).isEqualTo("""
                        %s: line 2: minimum.attempts is 0; allowed: [1, ..)
                        %s: line 3: healht is no key; did you mean health? Allowed: metrics, minimum, dependencies, no_dependencies, changes, actions, health, goals, patterns, autonomy, guards, scoring, learning, healing, remind, rules
                        """.formatted(file, file));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            policy                   | no command given; allowed: check, apply, show, schema (see aurea policy --help)
            policy check             | Missing required parameter: 'FILE' (see aurea policy check --help)
            policy show --tenant a/b | Invalid value for option '--tenant': tenant_id has the character '/' at position 2; allowed: A-Z a-z 0-9 . _ -; or * for all tenants (see aurea policy show --help)
            """)
    void shouldNameWhatIsWrongWithTheFlagsInOneLine(String typed, String reason) {
        Ran ran = Ran.aurea(typed.split(" "));

        assertThat(ran.err()).isEqualTo("aurea: " + reason + System.lineSeparator());
        assertThat(ran.exitCode()).isEqualTo(2);
        assertThat(ran.out()).isEmpty();
    }

    @Test
    void shouldNameAFileThatIsNotThere() {
        Path missing = folder.resolve("policy.yaml");

        Ran ran = Ran.aurea("policy", "check", missing.toString());

        assertThat(ran.err()).startsWith("aurea: cannot read FILE " + missing).hasLineCount(1);
        assertThat(ran.exitCode()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"show", "apply"})
    void shouldNameAnUnreachableBroker(String command) throws IOException {
        Path endpoints = folder.resolve("endpoints.json");
        TestEndpoints.nowhere(TimeSource.WALL).write(endpoints);
        Path file = Files.writeString(folder.resolve("policy.yaml"), "minimum: {attempts: 7}\n");

        Ran ran = command.equals("show")
                ? Ran.aurea("policy", "show", "--endpoints", endpoints.toString())
                : Ran.aurea("policy", "apply", file.toString(), "--endpoints", endpoints.toString());

        assertThat(ran.err())
                .startsWith("aurea: Kafka is not reachable at bootstrap_servers 127.0.0.1:1 (from " + endpoints + "): ")
                .hasLineCount(1);
        assertThat(ran.exitCode()).isEqualTo(2);
        assertThat(ran.out()).isEmpty();
    }
}
