package io.aurea.policy;

import io.aurea.goal.GoalRule;
import io.aurea.rule.RuleTerms;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/**
 * Reads what a file adds to, overrides in and removes from a list of the base whose items have names. An overridden item keeps
 * its place and every key that is not given; what is added comes last.
 */
final class ListEdits {
    static final List<String> KEYS = List.of("add", "override", "remove");

    /** By which key the items of a list differ. */
    private record Identity(String key, Function<Object, String> of) {}

    private static final Map<Type, Identity> NAMED = Map.of(
            RuleTerms.class, new Identity("name", rule -> ((RuleTerms) rule).name()),
            GoalRule.class, new Identity("id", rule -> ((GoalRule) rule).id()));

    private final RecordReader reader;
    private final Class<?> type;
    private final Identity identity;
    private final String path;
    private final Map<String, Object> items = new LinkedHashMap<>();
    private final Set<String> ofBase;
    /** Where a name was given first. */
    private final Map<String, String> given = new HashMap<>();

    ListEdits(RecordReader reader, Class<?> type, List<?> base, String path) {
        this.reader = reader;
        this.type = type;
        this.identity = NAMED.get(type);
        this.path = path;
        base.forEach(item -> items.put(identity.of().apply(item), item));
        this.ofBase = Set.copyOf(items.keySet());
    }

    /** Whether items of this type have names. */
    static boolean areFor(Type type) {
        return NAMED.containsKey(type);
    }

    /** By which key items of this type differ; they have names. */
    static String keyOf(Type type) {
        return NAMED.get(type).key();
    }

    /** The list of the base as the mapping changes it. */
    List<Object> read(MappingNode mapping) {
        Map<String, NodeTuple> lists = reader.given(mapping, KEYS, path);
        each(lists, "override", this::override);
        each(lists, "remove", this::remove);
        each(lists, "add", this::add);
        return new ArrayList<>(items.values());
    }

    @FunctionalInterface
    private interface Edit {
        void make(Node item, String at);
    }

    private void each(Map<String, NodeTuple> lists, String key, Edit edit) {
        NodeTuple tuple = lists.get(key);
        if (tuple != null) {
            String list = path + '.' + key;
            int index = 0;
            for (Node item : reader.items(tuple.getValueNode(), list)) {
                edit.make(item, list + '[' + index++ + ']');
            }
        }
    }

    private void override(Node item, String at) {
        Node name = nameIn(item);
        if (name == null) {
            reader.problem(item, at, "lacks the key " + identity.key());
        } else if (reader.scalar(name, String.class, at + '.' + identity.key()) instanceof String known
                && isKnown(known, name, at + '.' + identity.key())) {
            Object changed = reader.record(item, type, items.get(known), at);
            items.put(known, changed);
        }
    }

    private void remove(Node item, String at) {
        if (reader.scalar(item, String.class, at) instanceof String known && isKnown(known, item, at)) {
            items.remove(known);
        }
    }

    private void add(Node item, String at) {
        Object added = reader.record(item, type, null, at);
        if (added == null) {
            return;
        }
        String name = identity.of().apply(added);
        String where = at + '.' + identity.key();
        if (isOnce(name, nameIn(item), where)) {
            if (ofBase.contains(name)) {
                reader.problem(
                        nameIn(item),
                        where,
                        "is '" + name + "', which the built-in policy has; allowed: a new one, or override");
            } else {
                items.put(name, added);
            }
        }
    }

    private boolean isKnown(String name, Node node, String where) {
        if (ofBase.contains(name)) {
            return isOnce(name, node, where);
        }
        String meant = ClosestName.to(name, ofBase.stream().sorted().toList())
                .map(nearest -> "; did you mean " + nearest + "? Allowed: ")
                .orElse("; allowed: ");
        reader.problem(
                node,
                where,
                "is '" + RecordReader.cut(name) + "', which the built-in policy does not have" + meant
                        + "what ./aurea policy show --default lists");
        return false;
    }

    private boolean isOnce(String name, Node node, String where) {
        String earlier = given.putIfAbsent(name, where);
        if (earlier != null) {
            reader.problem(node, where, "is '" + name + "', as " + earlier + " is; allowed: each once");
        }
        return earlier == null;
    }

    /** Null without one. */
    private Node nameIn(Node item) {
        if (item instanceof MappingNode mapping) {
            for (NodeTuple tuple : mapping.getValue()) {
                if (tuple.getKeyNode() instanceof ScalarNode key
                        && key.getValue().equals(identity.key())) {
                    return tuple.getValueNode();
                }
            }
        }
        return null;
    }
}
