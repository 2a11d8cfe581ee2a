package io.aurea.command;

import io.aurea.drain.Drain;
import io.aurea.topic.Topics;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.apache.kafka.common.KafkaException;
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
            "Prints, at the end, one line: read, windowed, late, rejected, open.",
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
final class DrainCommand implements Callable<Integer> {

    @Mixin
    private EndpointsOption endpointsOption;

    @Option(
            names = "--timeout",
            paramLabel = "DURATION",
            defaultValue = "120s",
            converter = DurationConverter.class,
            description = "How long to wait: a whole number with ms, s, m or h. Default: ${DEFAULT-VALUE}.")
    private Duration timeout;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        Endpoints at = endpointsOption.read();
        Servers.requireTopic(at.bootstrapServers(), Topics.OBSERVATIONS.name(), endpointsOption.file());
        Drain.Target target = new Drain.Target(
                at.bootstrapServers(),
                at.httpUrl(),
                at.jdbcUrl(),
                at.jdbcUser(),
                at.jdbcPassword(),
                at.timeSource() == TimeSource.WALL);
        try (Drain drain = new Drain(target)) {
            Drain.Result result = drain.await(timeout);
            spec.commandLine().getOut().println(result.report());
            result.behind().forEach(spec.commandLine().getErr()::println);
            return result.behind().isEmpty() ? ExitCode.DONE : ExitCode.INCOMPLETE;
        } catch (IOException failed) {
            throw unreachable("http_url", at.httpUrl(), failed);
        } catch (SQLException failed) {
            throw unreachable("jdbc_url", at.jdbcUrl(), failed);
        } catch (KafkaException failed) {
            throw unreachable("bootstrap_servers", at.bootstrapServers(), failed);
        }
    }

    private UserError unreachable(String key, String address, Exception failed) {
        return new UserError(
                "%s %s (from %s) does not answer: %s"
                        .formatted(key, address, endpointsOption.file(), failed.getMessage()),
                failed);
    }
}
