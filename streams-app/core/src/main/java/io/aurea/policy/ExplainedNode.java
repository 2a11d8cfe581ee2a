package io.aurea.policy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.comments.CommentLine;
import org.snakeyaml.engine.v2.comments.CommentType;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/**
 * A value of the built-in policy and the comment above its key. Such a comment may contain a table of keys below it, a line
 * {@code key  meaning} each, three blanks in, and longer ones continued further in.
 */
final class ExplainedNode {
    /** Of a key that the built-in policy does not have. */
    static final ExplainedNode NONE = new ExplainedNode(Optional.empty(), List.of());

    private static final Pattern ENTRY = Pattern.compile(" {3}([a-z_]+) +(\\S.*)");
    private static final String INDENTED = "   ";

    private final Optional<Node> value;
    private final List<String> comment;

    private ExplainedNode(Optional<Node> value, List<String> comment) {
        this.value = value;
        this.comment = comment;
    }

    static ExplainedNode root(String yaml) {
        LoadSettings settings =
                LoadSettings.builder().setParseComments(true).setUseMarks(true).build();
        return new ExplainedNode(new Compose(settings).composeString(yaml), List.of());
    }

    ExplainedNode child(String key) {
        if (value.isPresent() && value.get() instanceof MappingNode mapping) {
            List<String> above = lines(mapping);
            for (NodeTuple tuple : mapping.getValue()) {
                if (tuple.getKeyNode() instanceof ScalarNode name
                        && name.getValue().equals(key)) {
                    List<String> own = lines(name);
                    return new ExplainedNode(Optional.of(tuple.getValueNode()), own.isEmpty() ? above : own);
                }
                // Only the first key can have its comment at the mapping.
                above = List.of();
            }
        }
        return NONE;
    }

    Optional<ScalarNode> scalar() {
        return value.filter(ScalarNode.class::isInstance).map(ScalarNode.class::cast);
    }

    /** Of a single value all of the comment; otherwise without the table, which its keys have. */
    Optional<String> description() {
        StringBuilder text = new StringBuilder();
        for (String line : comment) {
            boolean indented = line.startsWith(INDENTED);
            if (!indented || scalar().isPresent()) {
                text.append(text.isEmpty() ? "" : indented ? "\n" : " ").append(line.strip());
            }
        }
        return text.isEmpty() ? Optional.empty() : Optional.of(text.toString());
    }

    /** What the comment says about keys below, and about all others what a comment further up says. */
    Map<String, String> tableOver(Map<String, String> outer) {
        Map<String, String> table = new HashMap<>(outer);
        Map<String, String> own = new LinkedHashMap<>();
        String last = null;
        for (String line : comment) {
            Matcher entry = ENTRY.matcher(line);
            if (entry.matches()) {
                last = entry.group(1);
                own.put(last, entry.group(2));
            } else if (line.startsWith(INDENTED) && last != null) {
                own.merge(last, line.strip(), (first, more) -> first + ' ' + more);
            } else {
                last = null;
            }
        }
        table.putAll(own);
        return table;
    }

    /** What stands directly above, without what an empty line separates from it. */
    private static List<String> lines(Node node) {
        List<String> lines = new ArrayList<>();
        if (node.getBlockComments() != null) {
            for (CommentLine line : node.getBlockComments()) {
                if (line.getCommentType() == CommentType.BLANK_LINE) {
                    lines.clear();
                } else if (!line.getValue().isBlank()) {
                    lines.add(line.getValue());
                }
            }
        }
        return lines;
    }
}
