package io.aurea.cli.letters;

import io.aurea.cli.ExitCode;
import io.aurea.cli.Servers;
import io.aurea.cli.ServersOption;
import io.aurea.cli.UserError;
import io.aurea.installation.Installation;
import io.aurea.topic.Topics;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "replay",
        mixinStandardHelpOptions = true,
        header = "Publishes letters again, to the topic that they came from.",
        description = {
            "",
            "When what was wrong has been put right: a limit was raised, a policy or a program mended. Without --yes it only"
                    + " says what it would publish. A letter that is published twice counts twice; one whose window has closed"
                    + " is late again; one that is not all here, or was written by the app itself, is left out.",
            "",
            "Examples:",
            "  ./aurea dead-letters replay 0:17 0:18 --yes",
            "  ./aurea dead-letters replay --topic aurea.policies --contains 'rule restart'",
            ""
        },
        footerHeading = "%nExit codes:%n",
        footer = {
            "  0  published, or without --yes listed",
            "  1  some letters were left out; stderr says why",
            "  2  nothing done: a wrong flag, no such letter, brokers that do not answer"
        })
final class LettersReplayCli implements Callable<Integer> {
    /** What others write; all else the app writes itself, from these. */
    private static final Set<String> SOURCES = new LinkedHashSet<>(List.of(
            Topics.OBSERVATIONS.name(), Topics.OUTCOMES.name(), Topics.COMMANDS.name(), Topics.POLICIES.name()));

    @Mixin
    private ServersOption servers;

    @Mixin
    private LetterFilter filter;

    @Parameters(
            arity = "0..*",
            paramLabel = "LETTER",
            converter = LetterName.Converter.class,
            description = "Names in the list, like 0:17. Without any, all that the flags say.")
    private List<LetterName> names = List.of();

    @Option(names = "--yes", description = "Publish them.")
    private boolean yes;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        if (names.isEmpty() && filter.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(), "no letters given; allowed: names like 0:17, or --topic, --kind, --contains");
        }
        Installation at = servers.read();
        try {
            List<DeadLetter> chosen = new ArrayList<>();
            filter.read(at, letter -> {
                if (names.isEmpty() || names.contains(letter.name())) {
                    chosen.add(letter);
                }
            });
            for (LetterName name : names) {
                if (chosen.stream().noneMatch(letter -> letter.name().equals(name))) {
                    throw new UserError(
                            "there is no letter " + name + "; `aurea dead-letters list` names those that are");
                }
            }
            return replay(chosen, at);
        } catch (KafkaException failed) {
            throw new UserError("the letters were not published: " + Servers.reason(failed), failed);
        }
    }

    private int replay(List<DeadLetter> chosen, Installation at) {
        PrintWriter err = spec.commandLine().getErr();
        List<DeadLetter> whole = new ArrayList<>();
        for (DeadLetter letter : chosen) {
            Optional<String> obstacle = obstacle(letter);
            obstacle.ifPresent(reason -> err.println(letter.name() + " is left out: " + reason));
            if (obstacle.isEmpty()) {
                whole.add(letter);
            }
        }
        if (yes) {
            publish(whole, at);
        }
        PrintWriter out = spec.commandLine().getOut();
        out.println((yes ? "published " : "would publish ") + whole.size() + ", left out "
                + (chosen.size() - whole.size()) + (yes ? "" : "; --yes publishes"));
        return whole.size() == chosen.size() ? ExitCode.DONE : ExitCode.INCOMPLETE;
    }

    private static Optional<String> obstacle(DeadLetter letter) {
        if (!SOURCES.contains(letter.topic())) {
            return Optional.of("it came from " + (letter.topic().isEmpty() ? "nowhere" : letter.topic()) + "; allowed: "
                    + String.join(", ", SOURCES));
        }
        return letter.cut()
                .map(size ->
                        "it is not all here (" + size + "); the whole was " + letter.topic() + " " + letter.place());
    }

    private static void publish(List<DeadLetter> letters, Installation at) {
        Map<String, Object> settings = at.kafka()
                .producer(
                        "dead-letters",
                        Map.of(
                                ProducerConfig.COMPRESSION_TYPE_CONFIG,
                                "lz4",
                                ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
                                2_097_152),
                        Map.of(ProducerConfig.ACKS_CONFIG, "all", ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true));
        try (Producer<byte[], byte[]> producer =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            List<Future<RecordMetadata>> sent = new ArrayList<>();
            for (DeadLetter letter : letters) {
                sent.add(producer.send(new ProducerRecord<>(
                        letter.topic(),
                        null,
                        letter.record().key(),
                        letter.record().value(),
                        letter.sourceHeaders())));
            }
            for (Future<RecordMetadata> one : sent) {
                one.get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException(e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof KafkaException kafka ? kafka : new KafkaException(e.getCause());
        }
    }
}
