package io.aurea.cli.operate;

import io.aurea.cli.Confirmation;
import io.aurea.cli.DurationConverter;
import io.aurea.cli.ExitCode;
import io.aurea.cli.ResultTable;
import io.aurea.cli.Servers;
import io.aurea.cli.ServersOption;
import io.aurea.cli.UserError;
import io.aurea.cli.forget.TenantRecords;
import io.aurea.cli.forget.TenantRows;
import io.aurea.cli.read.TenantConverter;
import io.aurea.command.LoopCommands;
import io.aurea.drain.Drain;
import io.aurea.installation.Installation;
import io.aurea.schema.CommandAnswer;
import io.aurea.schema.CommandKind;
import io.aurea.schema.CommandResult;
import io.aurea.topic.Topics;
import java.io.IOException;
import java.io.PrintWriter;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.kafka.common.KafkaException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "tenant",
        mixinStandardHelpOptions = true,
        header = "Removes all that is known of a tenant.",
        description = {
            "",
            "Stop its publishers first: what they send meanwhile begins a new tenant of the same name, and part of it may be"
                    + " removed, too. A new tenant of the name numbers its cycles from the next multiple of 1,000,000,000 on,"
                    + " so that nothing of it is taken for what there was.",
            "",
            "In this order: the state of the loop on all partitions, with its policy and whatever a person has set; its keys in"
                    + " the topics that are compacted; and, when all of that has arrived there, its rows in PostgreSQL. What it"
                    + " has dispatched goes on to its end. The report says what went and until when the rest stays. It can be"
                    + " done again.",
            "",
            "Asks for the tenant's name, unless --yes is given.",
            "",
            "Example:",
            "  ./aurea forget tenant shop",
            ""
        },
        footerHeading = "%nExit codes:%n",
        footer = {
            "  0  forgotten; the report says what expires by itself",
            "  1  partly: the loop or the sink has not got so far within --wait; stderr says what is left",
            "  2  nothing done: a wrong flag or name, an unreachable server"
        })
final class ForgetTenantCli implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private ServersOption servers;

    @Parameters(paramLabel = "TENANT", converter = TenantConverter.class, description = "Its name.")
    private String tenant;

    @Option(names = "--yes", description = "Do not ask.")
    private boolean yes;

    @Option(
            names = "--wait",
            paramLabel = "DURATION",
            defaultValue = "120s",
            converter = DurationConverter.class,
            description = "How long to wait for the loop, and then for the sink. Default: ${DEFAULT-VALUE}.")
    private Duration wait;

    @Option(
            names = "--as",
            paramLabel = "NAME",
            defaultValue = "${sys:user.name}",
            converter = OperatorOption.Name.class,
            description = "Who gives the command. Default: the user of the operating system.")
    private String by;

    @Override
    public Integer call() throws InterruptedException {
        Installation at = servers.read();
        if (!yes) {
            ask(at);
        }
        if (!loopForgets(at)) {
            return ExitCode.INCOMPLETE;
        }
        PrintWriter out = spec.commandLine().getOut();
        TenantRecords records = new TenantRecords(at.kafka(), tenant);
        try {
            records.bury().forEach(out::println);
            if (at.hasDatabase() && !rowsGo(at)) {
                return ExitCode.INCOMPLETE;
            }
            records.expiry(Instant.now()).forEach(out::println);
        } catch (KafkaException failed) {
            throw Servers.failure(at, "removing the records of " + tenant, failed);
        }
        out.println("backups that were made before still hold it");
        return ExitCode.DONE;
    }

    private boolean loopForgets(Installation at) {
        io.aurea.schema.Command command =
                LoopCommands.command(CommandKind.FORGET, tenant, by).build();
        CommandAnswer answer = new CommandDesk(at).say(List.of(command), wait).get(tenant);
        if (answer == null) {
            spec.commandLine()
                    .getErr()
                    .println(
                            ("not every partition of the loop has forgotten %s within %s; command %s is stored and is carried"
                                            + " out as soon as all of them run. Then do this again: nothing else was removed")
                                    .formatted(tenant, DurationConverter.text(wait), command.getCommandId()));
            return false;
        }
        String effect = ResultTable.printable(answer.getEffect());
        if (answer.getResult() != CommandResult.DONE) {
            throw new UserError(tenant + ": " + effect);
        }
        spec.commandLine().getOut().println("state: " + effect);
        return true;
    }

    /** Last, so that nothing that is under way brings a row back. */
    private boolean rowsGo(Installation at) throws InterruptedException {
        try (Drain drain = new Drain(Drain.DrainTarget.of(at))) {
            List<String> behind = drain.await(wait).behind();
            if (!behind.isEmpty()) {
                PrintWriter err = spec.commandLine().getErr();
                behind.forEach(err::println);
                err.println("the rows of " + tenant
                        + " are still there: what is under way would bring some back. Do this again");
                return false;
            }
            TenantRows.delete(at.database(), tenant).forEach(spec.commandLine().getOut()::println);
            return true;
        } catch (IOException failed) {
            throw notAll("the app does not answer: " + failed.getMessage(), failed);
        } catch (SQLException failed) {
            throw notAll("PostgreSQL: " + failed.getMessage(), failed);
        }
    }

    private UserError notAll(String why, Exception failed) {
        return new UserError("the rows of " + tenant + " are still there: " + why, failed);
    }

    private void ask(Installation at) {
        Servers.requireTopic(at, Topics.COMMANDS.name());
        Confirmation.require(
                spec.commandLine().getOut(),
                "All that is known of tenant %s at %s will be gone for good".formatted(tenant, at.brokers()),
                tenant);
    }
}
