package io.aurea.cli.operate;

import io.aurea.act.Handlers;
import io.aurea.act.HandlersFile;
import io.aurea.cli.ExitCode;
import io.aurea.cli.Servers;
import io.aurea.cli.ServersOption;
import io.aurea.cli.UserError;
import io.aurea.installation.Installation;
import io.aurea.policy.PolicyException;
import io.aurea.topic.Topics;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "act",
        mixinStandardHelpOptions = true,
        header = "Carries out decisions with the handlers in a file, until Ctrl-C.",
        description = {
            "",
            "Takes the decisions that the loop dispatches, runs for each the first handler that matches, and"
                    + " publishes the outcome. Handlers send a decision to a URL (http), run a local program that the file"
                    + " allows (command), or write a line (log); a handler may also wait for decisions that need an"
                    + " approval or were escalated, or for incidents that open, need a person or end, and notify"
                    + " somebody. docs/handlers.yaml shows all of it,"
                    + " docs/EXECUTORS.md describes the contract.",
            "",
            "A decision is carried out at most once by a group, whatever happens: instances of the same group"
                    + " share the work, and a decision claimed by one that dies is not run again but times out. A new group"
                    + " begins with the decisions that are dispatched from then on. Log lines go to stdout. On shutdown,"
                    + " running handlers have four seconds; those that do not end by then are interrupted and answered with"
                    + " TIMED_OUT.",
            "",
            "Examples:",
            "  ./aurea act --handlers docs/handlers.yaml",
            "  ./aurea act --handlers handlers.yaml --group payments --config aurea.properties",
            ""
        },
        footerHeading = "%nExit codes:%n",
        footer = {
            "  0  stopped by Ctrl-C or SIGTERM",
            "  1  ended by itself; the log says why",
            "  2  did not start: an invalid file, a missing program or topic, an unreachable server"
        })
public final class ActCli implements Callable<Integer> {

    private static final int MOST_IN_FLIGHT = 1_000;

    private final Map<String, String> environment;

    @Spec
    private CommandSpec spec;

    @Mixin
    private ServersOption servers;

    @Option(
            names = "--handlers",
            paramLabel = "FILE",
            required = true,
            description = "The handlers, in YAML; - reads stdin.")
    private String file;

    @Option(
            names = "--group",
            paramLabel = "ID",
            defaultValue = "aurea-act",
            description = "Consumer group, which also names the executor in outcomes. Default: ${DEFAULT-VALUE}.")
    private String group;

    @Option(
            names = "--max-in-flight",
            paramLabel = "N",
            defaultValue = "8",
            description = "Decisions that are carried out at once, 1 to 1000. Default: ${DEFAULT-VALUE}.")
    private int maxInFlight;

    /** @param environment all variables of the environment */
    public ActCli(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() throws InterruptedException {
        if (maxInFlight < 1 || maxInFlight > MOST_IN_FLIGHT) {
            throw new ParameterException(
                    spec.commandLine(), "--max-in-flight is " + maxInFlight + "; allowed: 1 to " + MOST_IN_FLIGHT);
        }
        if (group.isBlank()) {
            throw new ParameterException(spec.commandLine(), "--group is empty; allowed: the id of a consumer group");
        }
        PrintWriter err = spec.commandLine().getErr();
        Optional<Handlers> handlers = handlers(err);
        if (handlers.isEmpty()) {
            return ExitCode.REFUSED;
        }
        Installation at = servers.read();
        Servers.requireTopic(at, Topics.DECISIONS.name());
        Servers.requireTopic(at, Topics.OUTCOMES.name());
        if (handlers.get().readIncidents()) {
            Servers.requireTopic(at, Topics.INCIDENTS.name());
        }
        return new ActRun(at, handlers.get(), group, maxInFlight, err).run();
    }

    /** Empty if the file is invalid; then every problem is printed, one per line. */
    private Optional<Handlers> handlers(PrintWriter err) {
        try {
            return Optional.of(Handlers.of(HandlersFile.parse(read()), environment));
        } catch (PolicyException refused) {
            refused.problems().forEach(problem -> err.println(file + ": " + problem));
        } catch (IllegalArgumentException refused) {
            err.println(file + ": " + refused.getMessage());
        }
        err.flush();
        return Optional.empty();
    }

    private String read() {
        try (InputStream in = file.equals("-") ? System.in : new FileInputStream(file)) {
            // Reads a little more than is allowed, to recognise a file that is too long.
            return new String(in.readNBytes(HandlersFile.MAX_BYTES + 1), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UserError("cannot read FILE %s".formatted(unreadable.getMessage()), unreadable);
        }
    }
}
