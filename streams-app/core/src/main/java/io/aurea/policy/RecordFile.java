package io.aurea.policy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** Reads a YAML file into a record, see {@link RecordReader}. */
public final class RecordFile {
    private static final int MAX_ALIASES = 20;
    private static final int MAX_DEPTH = 20;

    private RecordFile() {}

    /**
     * @param subject what it is, for messages: "the policy"
     * @param maxBytes in UTF-8
     * @param base values of missing keys; null if there are none
     * @param notKeys lists that are not keys, as {@code section.component}
     * @return the base for an empty file
     * @throws PolicyException lists every problem
     */
    public static <T> Optional<T> read(
            String subject, String yaml, int maxBytes, Class<T> type, T base, List<String> notKeys) {
        Optional<Node> root = compose(subject, yaml, maxBytes);
        if (root.isEmpty()) {
            return Optional.ofNullable(base);
        }
        RecordReader reader = new RecordReader(subject, notKeys);
        T read = reader.read(root.get(), type, base, "");
        if (!reader.problems().isEmpty()) {
            throw new PolicyException(reader.problems());
        }
        return Optional.of(read);
    }

    private static Optional<Node> compose(String subject, String yaml, int maxBytes) {
        int bytes = yaml.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > maxBytes) {
            throw new PolicyException(
                    List.of(new PolicyProblem(1, subject + " has " + bytes + " bytes; allowed: up to " + maxBytes)));
        }
        LoadSettings settings = LoadSettings.builder()
                .setLabel(subject)
                .setUseMarks(true)
                .setCodePointLimit(maxBytes)
                .setMaxAliasesForCollections(MAX_ALIASES)
                .build();
        try {
            requireFlat(subject, new Parse(settings).parseString(yaml));
            return new Compose(settings).composeString(yaml).filter(node -> !isEmpty(node));
        } catch (MarkedYamlEngineException malformed) {
            int line = malformed.getProblemMark().map(Mark::getLine).orElse(0) + 1;
            throw new PolicyException(
                    List.of(new PolicyProblem(line, subject + " is not YAML: " + malformed.getProblem())));
        } catch (YamlEngineException | IllegalArgumentException malformed) {
            // The second of a tag that decodes to a blank at one of its ends.
            throw new PolicyException(
                    List.of(new PolicyProblem(1, subject + " is not YAML: " + malformed.getMessage())));
        }
    }

    /** Composing is recursive, reading events is not. */
    private static void requireFlat(String subject, Iterable<Event> events) {
        int depth = 0;
        for (Event event : events) {
            if (event instanceof CollectionStartEvent && ++depth > MAX_DEPTH) {
                int line = event.getStartMark().map(Mark::getLine).orElse(0) + 1;
                throw new PolicyException(List.of(new PolicyProblem(
                        line, subject + " is nested more than " + MAX_DEPTH + " deep; allowed: up to " + MAX_DEPTH)));
            }
            if (event instanceof CollectionEndEvent) {
                depth--;
            }
        }
    }

    /** Also for a file that only begins a document. */
    private static boolean isEmpty(Node node) {
        return node instanceof ScalarNode scalar
                && scalar.isPlain()
                && scalar.getValue().isEmpty();
    }
}
