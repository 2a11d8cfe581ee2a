package io.aurea.cli.publish;

import io.aurea.cli.DurationConverter;
import io.aurea.cli.ExitCode;
import io.aurea.cli.Servers;
import io.aurea.cli.ServersOption;
import io.aurea.cli.UserError;
import io.aurea.drain.Drain;
import io.aurea.installation.DatabaseSettings;
import io.aurea.installation.Installation;
import io.aurea.status.HttpSettings;
import io.aurea.topic.Topics;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthorizationException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "drain",
        mixinStandardHelpOptions = true,
        header = "Waits until everything that was sent has arrived in PostgreSQL.",
        description = {
            "",
            "Notes which records are readable when it is called, and returns when each of them has passed every stage and"
                    + " the sink has stored its offset. On a wall clock their windows have closed by then; on a data"
                    + " clock the windows that only a later tick can close are counted as open, not waited for"
                    + " (`send --close` closes them).",
            "",
            "At the end, prints one line: read, windowed, late, rejected, ticks, open.",
            "",
            "Each instance of the app reports only its own share, so with several of them http.urls must name the"
                    + " status endpoints of all.",
            "",
            "Example:",
            "  ./aurea send observations.jsonl --close && ./aurea drain && ./aurea sql 'SELECT ...'",
            ""
        },
        footerHeading = "%nExit codes:%n",
        footer = {
            "  0  everything has arrived",
            "  1  --timeout has passed; stderr names what is behind and by how much",
            "  2  a wrong flag, a missing file, an unreachable server"
        })
public final class DrainCli implements Callable<Integer> {

    private static final Duration MOST_FIRST = Duration.ofSeconds(60);
    private static final Duration LEAST_FIRST = Duration.ofSeconds(10);

    @Mixin
    private ServersOption servers;

    @Option(
            names = "--timeout",
            paramLabel = "DURATION",
            defaultValue = "120s",
            converter = DurationConverter.class,
            description =
                    "How long to wait: a whole number with ms, s, m or h. A server that is too busy to answer is asked"
                            + " again until then. Default: ${DEFAULT-VALUE}.")
    private Duration timeout;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        Installation at = servers.read();
        Servers.requireTopic(at, Topics.OBSERVATIONS.name(), firstAnswer());
        try (Drain drain = new Drain(Drain.DrainTarget.of(at))) {
            Drain.DrainResult result = drain.await(timeout);
            spec.commandLine().getOut().println(result.report());
            result.behind().forEach(spec.commandLine().getErr()::println);
            return result.behind().isEmpty() ? ExitCode.DONE : ExitCode.INCOMPLETE;
        } catch (IOException failed) {
            throw unreachable(
                    at.describe(
                            HttpSettings.URLS_CONFIG, String.join(",", at.http().urls())),
                    failed);
        } catch (SQLException failed) {
            throw unreachable(at.describe(DatabaseSettings.URL_CONFIG, ""), failed);
        } catch (AuthorizationException denied) {
            throw Servers.failure(at, "asking how far it is", denied);
        } catch (KafkaException failed) {
            throw unreachable(at.brokers(), failed);
        }
    }

    /** Of brokers that may be busy: some of the time, and no less than any command waits. */
    private Duration firstAnswer() {
        Duration most = timeout.compareTo(MOST_FIRST) < 0 ? timeout : MOST_FIRST;
        return most.compareTo(LEAST_FIRST) < 0 ? LEAST_FIRST : most;
    }

    private static UserError unreachable(String address, Exception failed) {
        return new UserError("%s does not answer: %s".formatted(address, failed.getMessage()), failed);
    }
}
