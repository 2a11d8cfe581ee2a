package io.aurea.cli.letters;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.aurea.cli.ExitCode;
import io.aurea.cli.ResultTable;
import io.aurea.cli.Servers;
import io.aurea.cli.ServersOption;
import io.aurea.cli.UserError;
import io.aurea.installation.Installation;
import io.aurea.registry.RegistryClient;
import io.aurea.topic.Topic;
import io.aurea.topic.TopicSerdes;
import io.aurea.topic.Topics;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.header.Header;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "show",
        mixinStandardHelpOptions = true,
        header = "Shows one in full: headers, key, and the value as a record if it is one, else its bytes.",
        footerHeading = "%nExit codes:%n",
        footer = {"  0  shown", "  2  a wrong flag, a letter that is not there, brokers that do not answer"})
final class LettersShowCli implements Callable<Integer> {
    private static final int SHOWN_BYTES = 256;

    @Mixin
    private ServersOption servers;

    @Parameters(
            paramLabel = "LETTER",
            converter = LetterName.Converter.class,
            description = "Its name in the list, like 0:17.")
    private LetterName name;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        Installation at = servers.read();
        try {
            DeadLetter[] found = {null};
            new LetterFilter().read(at, letter -> {
                if (letter.name().equals(name)) {
                    found[0] = letter;
                }
            });
            if (found[0] == null) {
                throw new UserError("there is no letter " + name + " in " + Topics.DEAD_LETTERS.name()
                        + "; `aurea dead-letters list` names those that are");
            }
            print(found[0], at, spec.commandLine().getOut());
            return ExitCode.DONE;
        } catch (KafkaException failed) {
            throw new UserError("the letter cannot be read: " + Servers.reason(failed), failed);
        }
    }

    private static void print(DeadLetter letter, Installation at, PrintWriter out) {
        out.println("at      " + letter.at());
        for (Header header : letter.record().headers()) {
            out.println("header  " + ResultTable.printable(header.key()) + ": "
                    + (header.value() == null ? "-" : ResultTable.printable(new String(header.value(), UTF_8))));
        }
        out.println("key     " + ResultTable.printable(letter.key()));
        byte[] value = letter.record().value();
        if (value == null) {
            out.println("value   none");
            return;
        }
        out.println("value   " + value.length + " bytes");
        out.println("        "
                + decoded(letter, at).orElseGet(() -> HexFormat.ofDelimiter(" ")
                        .formatHex(Arrays.copyOf(value, Math.min(value.length, SHOWN_BYTES)))));
    }

    /** Empty if it is not a record of its topic. */
    private static Optional<String> decoded(DeadLetter letter, Installation at) {
        Optional<Topic<?>> topic = Topics.ALL.stream()
                .filter(known -> known.name().equals(letter.topic()))
                .findFirst();
        if (topic.isEmpty() || letter.cut().isPresent()) {
            return Optional.empty();
        }
        try {
            TopicSerdes serdes = new TopicSerdes(
                    at.app().serdes(), RegistryClient.create(at.app().serdes()));
            return Optional.of(ResultTable.printable(serdes.value(topic.get())
                    .deserializer()
                    .deserialize(letter.topic(), letter.record().value())
                    .toString()));
        } catch (RuntimeException noRecord) {
            return Optional.empty();
        }
    }
}
