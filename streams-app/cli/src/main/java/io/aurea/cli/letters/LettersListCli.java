package io.aurea.cli.letters;

import io.aurea.cli.ExitCode;
import io.aurea.cli.ResultTable;
import io.aurea.cli.ResultTable.Column;
import io.aurea.cli.Servers;
import io.aurea.cli.ServersOption;
import io.aurea.cli.Terminal;
import io.aurea.cli.UserError;
import io.aurea.cli.read.LimitConverter;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.apache.kafka.common.KafkaException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "list",
        mixinStandardHelpOptions = true,
        header = "Lists the latest, the oldest of them first.",
        footerHeading = "%nExit codes:%n",
        footer = {"  0  listed", "  2  a wrong flag, brokers that do not answer"})
final class LettersListCli implements Callable<Integer> {
    private static final List<Column> COLUMNS = List.of(
            new Column("letter", false),
            new Column("at", false),
            new Column("topic", false),
            new Column("was at", false),
            new Column("kind", false),
            new Column("key", false),
            new Column("reason", false));

    private final Terminal terminal;

    @Mixin
    private ServersOption servers;

    @Mixin
    private LetterFilter filter;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "20",
            converter = LimitConverter.class,
            description = "How many, 1 to 10000. Default: ${DEFAULT-VALUE}.")
    private int limit;

    @Spec
    private CommandSpec spec;

    LettersListCli(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        TreeSet<DeadLetter> latest = new TreeSet<>(DeadLetter.OLDEST_FIRST);
        long[] all = {0};
        try {
            filter.read(servers.read(), letter -> {
                all[0]++;
                latest.add(letter);
                if (latest.size() > limit) {
                    latest.pollFirst();
                }
            });
        } catch (KafkaException failed) {
            throw new UserError("the dead letters cannot be read: " + Servers.reason(failed), failed);
        }
        List<List<String>> rows = new ArrayList<>();
        for (DeadLetter letter : latest) {
            rows.add(List.of(
                    letter.name().toString(),
                    letter.at().toString(),
                    letter.topic(),
                    letter.place(),
                    letter.kind(),
                    ResultTable.printable(letter.key()),
                    ResultTable.printable(letter.reason())));
        }
        PrintWriter out = spec.commandLine().getOut();
        new ResultTable(COLUMNS, rows, false).printRows(out, terminal.columns());
        out.println("(" + rows.size() + " of " + all[0] + ")");
        return ExitCode.DONE;
    }
}
