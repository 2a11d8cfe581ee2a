package io.aurea.cli.operate;

import static org.assertj.core.api.Assertions.assertThat;

import io.aurea.cli.Ran;
import io.aurea.cli.TestEndpoints;
import io.aurea.cli.TimeSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ActCliTest {

    @TempDir
    Path folder;

    @Test
    void shouldSayAllThatIsWrongWithAFileBeforeAskingAnyServer() throws IOException {
        Path file = Files.writeString(folder.resolve("handlers.yaml"), """
                handlers:
                  - {name: a, on: later, log: info}
                  - {name: b, log: loud}
                """);

        Ran ran = Ran.aurea("act", "--handlers", file.toString());

        assertThat(ran.err()).isEqualTo("""
                        %1$s: line 2: handlers[0].on is 'later'; allowed: dispatched, awaiting_approval, escalated, \
                        incident_opened, incident_escalated, reminder, ended
                        %1$s: line 3: handlers[1].log is 'loud'; allowed: info, warn
                        """.formatted(file));
        assertThat(ran.exitCode()).isEqualTo(2);
        assertThat(ran.out()).isEmpty();
    }

    @Test
    void shouldNameAProgramThatIsMissing() throws IOException {
        Path file = Files.writeString(
                folder.resolve("handlers.yaml"), "allow: [/no/such]\nhandlers: [{name: a, log: info}]\n");

        Ran ran = Ran.aurea("act", "--handlers", file.toString());

        assertThat(ran.err()).isEqualTo("%s: allow has '/no/such'; allowed: an executable file%n".formatted(file));
        assertThat(ran.exitCode()).isEqualTo(2);
    }

    @Test
    void shouldNameAnUnreachableBroker() throws IOException {
        Path endpoints = folder.resolve("endpoints.json");
        TestEndpoints.nowhere(TimeSource.WALL).write(endpoints);
        Path file = Files.writeString(folder.resolve("handlers.yaml"), "handlers: [{name: a, log: info}]\n");

        Ran ran = Ran.aurea("act", "--handlers", file.toString(), "--endpoints", endpoints.toString());

        assertThat(ran.err()).startsWith("aurea: Kafka is not reachable at ").hasLineCount(1);
        assertThat(ran.exitCode()).isEqualTo(2);
    }
}
