package io.aurea.cli.operate;

import io.aurea.cli.Confirmation;
import io.aurea.cli.DurationConverter;
import io.aurea.cli.ExitCode;
import io.aurea.cli.ResultTable;
import io.aurea.cli.Servers;
import io.aurea.cli.UserError;
import io.aurea.cli.forget.ForgottenRecords;
import io.aurea.cli.forget.ForgottenRows;
import io.aurea.drain.Drain;
import io.aurea.installation.Installation;
import io.aurea.schema.Command;
import io.aurea.schema.CommandAnswer;
import io.aurea.schema.CommandResult;
import io.aurea.topic.Topics;
import io.aurea.window.Forgetting;
import java.io.IOException;
import java.io.PrintWriter;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.KafkaException;
import picocli.CommandLine;

/** Forgets a tenant or series of it: the loop, then the topics, then the tables. Used by one thread. */
final class ForgetRun {
    private final Installation at;
    private final ForgetOptions options;
    private final PrintWriter out;
    private final PrintWriter err;

    ForgetRun(CommandLine command, Installation at, ForgetOptions options) {
        this.at = at;
        this.options = options;
        this.out = command.getOut();
        this.err = command.getErr();
    }

    /**
     * @param command to the loop
     * @param name of what it forgets, for a person
     * @return the exit code
     */
    int forget(Command command, String name) throws InterruptedException {
        Forgetting what = Forgetting.of(command);
        if (!options.yes()) {
            ask(what, name);
        }
        Optional<CommandAnswer> answer = loopForgets(command, name);
        if (answer.isEmpty()) {
            return ExitCode.INCOMPLETE;
        }
        ForgottenRecords records = new ForgottenRecords(at.kafka(), what);
        try {
            records.bury().forEach(out::println);
            if (at.hasDatabase() && !rowsGo(what, name)) {
                return ExitCode.INCOMPLETE;
            }
            records.expiry(Instant.now()).forEach(out::println);
        } catch (KafkaException failed) {
            throw Servers.failure(at, "removing the records of " + name, failed);
        }
        out.println("backups that were made before still hold it");
        if (known(answer.get().getSeriesForgotten()) == 0) {
            err.println("the loop knew no series of " + name + ": a misspelt name, or it was forgotten before");
        }
        if (known(answer.get().getPatternsEnding()) > 0) {
            err.println("what ends with the next cycle is written once more: do this again then");
            return ExitCode.INCOMPLETE;
        }
        return ExitCode.DONE;
    }

    /** @return the loop's answer; empty when it has not answered in time */
    private Optional<CommandAnswer> loopForgets(Command command, String name) {
        CommandAnswer answer =
                new CommandDesk(at).say(List.of(command), options.patience()).get(command.getTenantId());
        if (answer == null) {
            err.println(
                    ("not every partition of the loop has forgotten %s within %s; command %s is stored and is carried out as"
                                    + " soon as all of them run. Then do this again: nothing else was removed")
                            .formatted(name, DurationConverter.text(options.patience()), command.getCommandId()));
            return Optional.empty();
        }
        String effect = ResultTable.printable(answer.getEffect());
        if (answer.getResult() != CommandResult.DONE) {
            throw new UserError(command.getTenantId() + ": " + effect);
        }
        out.println("state: " + effect);
        return Optional.of(answer);
    }

    private static long known(Long count) {
        return count == null ? 0 : count;
    }

    /** Last, so that nothing that is under way brings a row back. */
    private boolean rowsGo(Forgetting what, String name) throws InterruptedException {
        try (Drain drain = new Drain(Drain.DrainTarget.of(at))) {
            List<String> behind = drain.await(options.patience()).behind();
            if (!behind.isEmpty()) {
                behind.forEach(err::println);
                err.println("the rows of " + name
                        + " are still there: what is under way would bring some back. Do this again");
                return false;
            }
            ForgottenRows.delete(at.database(), what).forEach(out::println);
            return true;
        } catch (IOException failed) {
            throw notAll(name, "the app does not answer: " + failed.getMessage(), failed);
        } catch (SQLException failed) {
            throw notAll(name, "PostgreSQL: " + failed.getMessage(), failed);
        }
    }

    private static UserError notAll(String name, String why, Exception failed) {
        return new UserError("the rows of " + name + " are still there: " + why, failed);
    }

    private void ask(Forgetting what, String name) {
        Servers.requireTopic(at, Topics.COMMANDS.name());
        String lost = what.isOfTenant()
                ? "All that is known of %s at %s will be gone for good"
                : "The models, patterns and goals of %s at %s will be gone for good; what was decided stays";
        Confirmation.require(out, lost.formatted(name, at.brokers()), what.path());
    }
}
