package io.aurea.cli.letters;

import io.aurea.cli.TopicReplay;
import io.aurea.installation.Installation;
import io.aurea.topic.Topics;
import java.util.function.Consumer;
import picocli.CommandLine.Option;

/** The flags that say which letters. */
final class LetterFilter {

    @Option(names = "--topic", paramLabel = "TOPIC", description = "Only what was read from this topic.")
    private String topic;

    @Option(
            names = "--kind",
            paramLabel = "KIND",
            description = "Only this kind: LATE, REJECTED, or an exception's name.")
    private String kind;

    @Option(names = "--contains", paramLabel = "TEXT", description = "Only what has this text in its reason or key.")
    private String text;

    boolean isEmpty() {
        return topic == null && kind == null && text == null;
    }

    /** Passes on the letters that fit, in the order of the topic. */
    void read(Installation at, Consumer<DeadLetter> each) {
        TopicReplay.read(at.kafka(), "dead-letters", Topics.DEAD_LETTERS.name(), record -> {
            DeadLetter letter = new DeadLetter(record);
            if (fits(letter)) {
                each.accept(letter);
            }
        });
    }

    private boolean fits(DeadLetter letter) {
        return (topic == null || topic.equals(letter.topic()))
                && (kind == null || kind.equalsIgnoreCase(letter.kind()))
                && (text == null
                        || letter.reason().contains(text)
                        || letter.key().contains(text));
    }
}
