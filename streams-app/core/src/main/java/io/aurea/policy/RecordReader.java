package io.aurea.policy;

import io.aurea.health.Scale;
import io.aurea.rule.RuleBook;
import io.aurea.rule.RuleException;
import io.aurea.rule.RuleTerms;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * Reads YAML into records: the keys of a mapping are the names of the components in snake case, and their constructors
 * check the values. A component {@code long xMs} is the key {@code x} with a duration such as {@code 90s}. A missing
 * key keeps the value of the base; without a base only {@code Optional} components may be left out. Continues after a
 * problem, to report all of them at once.
 */
final class RecordReader {
    private static final int MAX_SHOWN = 40;

    private final List<PolicyProblem> problems = new ArrayList<>();
    private final String subject;
    private final List<String> notKeys;

    /**
     * @param subject what is read, for messages about the whole of it
     * @param notKeys paths of lists that are not keys, as {@code section.component}: they keep their base, or are empty
     */
    RecordReader(String subject, List<String> notKeys) {
        this.subject = subject;
        this.notKeys = notKeys;
    }

    List<PolicyProblem> problems() {
        return problems.stream()
                .sorted(Comparator.comparingInt(PolicyProblem::line))
                .toList();
    }

    /** @return the base if there were problems */
    <T> T read(Node node, Class<T> type, T base, String path) {
        if (!(node instanceof MappingNode mapping)) {
            problem(node, path, "is " + shown(node) + "; allowed: keys and values");
            return base;
        }
        int before = problems.size();
        RecordComponent[] components = type.getRecordComponents();
        Map<String, RecordComponent> keys = new LinkedHashMap<>();
        for (RecordComponent c : components) {
            if (!notKeys.contains(join(path, keyOf(c)))) {
                keys.put(keyOf(c), c);
            }
        }
        Map<String, NodeTuple> given = given(mapping, keys.keySet(), path);
        Object[] values = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            String key = keyOf(components[i]);
            Object ofBase = base == null ? null : valueOf(components[i], base);
            NodeTuple tuple = given.get(key);
            if (tuple != null) {
                values[i] = value(tuple.getValueNode(), components[i], ofBase, join(path, key));
            } else if (ofBase != null) {
                values[i] = ofBase;
            } else if (components[i].getType() == Optional.class) {
                values[i] = Optional.empty();
            } else if (!keys.containsKey(key)) {
                values[i] = List.of();
            } else {
                problem(mapping, path, "lacks the key " + key);
            }
        }
        return problems.size() > before ? base : construct(type, components, values, base, mapping, given, path);
    }

    Map<String, NodeTuple> given(MappingNode mapping, Collection<String> known, String path) {
        Map<String, NodeTuple> given = new LinkedHashMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
            String key = tuple.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "(not a word)";
            if (!known.contains(key)) {
                String meant = ClosestName.to(key, known)
                        .map(nearest -> "; did you mean " + nearest + "?")
                        .orElse("");
                problem(
                        tuple.getKeyNode(),
                        join(path, cut(key)),
                        "is no key" + meant + (meant.isEmpty() ? "; allowed: " : " Allowed: ")
                                + String.join(", ", known));
            } else if (given.putIfAbsent(key, tuple) != null) {
                problem(tuple.getKeyNode(), join(path, key), "is given twice; allowed: once");
            }
        }
        return given;
    }

    private Object value(Node node, RecordComponent component, Object base, String path) {
        if (isMillis(component)) {
            Object duration = value(node, Duration.class, null, path);
            return duration == null ? null : ((Duration) duration).toMillis();
        }
        return value(node, component.getGenericType(), base, path);
    }

    private Object value(Node node, Type type, Object base, String path) {
        if (type instanceof ParameterizedType generic) {
            Type of = generic.getActualTypeArguments()[0];
            return generic.getRawType() == Optional.class
                    ? Optional.ofNullable(value(node, of, null, path))
                    : list(node, of, base, path);
        }
        Class<?> plain = (Class<?>) type;
        if (plain == Scale.class) {
            return scale(node, path);
        }
        if (ScalarReader.knows(plain)) {
            return scalar(node, plain, path);
        }
        return record(node, plain, base, path);
    }

    <T> T record(Node node, Class<T> type, Object base, String path) {
        return read(node, type, type.cast(base), path);
    }

    Object scalar(Node node, Class<?> type, String path) {
        if (!(node instanceof ScalarNode scalar)) {
            problem(node, path, "is " + shown(node) + "; allowed: one value");
            return null;
        }
        return checked(node, path, () -> ScalarReader.read(scalar.getValue(), type));
    }

    private List<Object> list(Node node, Type of, Object base, String path) {
        if (base != null && ListEdits.areFor(of) && node instanceof MappingNode edits) {
            return new ListEdits(this, (Class<?>) of, (List<?>) base, path).read(edits);
        }
        List<Object> list = new ArrayList<>();
        int index = 0;
        for (Node item : items(node, path)) {
            Object value = value(item, of, null, path + '[' + index++ + ']');
            if (value != null) {
                list.add(value);
            }
        }
        return list;
    }

    List<Node> items(Node node, String path) {
        if (node instanceof SequenceNode sequence) {
            return sequence.getValue();
        }
        problem(node, path, "is " + shown(node) + "; allowed: a list, [] for none");
        return List.of();
    }

    /** A mapping from value to score. */
    private Object scale(Node node, String path) {
        if (!(node instanceof MappingNode mapping)) {
            problem(node, path, "is " + shown(node) + "; allowed: scores by value, as in {0: 100, 0.2: 30}");
            return null;
        }
        List<Scale.Point> points = new ArrayList<>();
        for (NodeTuple tuple : mapping.getValue()) {
            Object value = scalar(tuple.getKeyNode(), double.class, path);
            Object score = scalar(tuple.getValueNode(), double.class, path);
            if (value != null && score != null) {
                points.add((Scale.Point)
                        checked(tuple.getKeyNode(), path, () -> new Scale.Point((double) value, (double) score)));
            }
        }
        return points.contains(null) || points.size() < mapping.getValue().size()
                ? null
                : checked(node, path, () -> new Scale(points));
    }

    @FunctionalInterface
    private interface Check {
        Object get();
    }

    private Object checked(Node node, String path, Check check) {
        try {
            return check.get();
        } catch (IllegalArgumentException refused) {
            String key = path.substring(path.lastIndexOf('.') + 1) + ' ';
            String message = refused.getMessage();
            problem(node, path, message.startsWith(key) ? message.substring(key.length()) : message);
            return null;
        }
    }

    private <T> T construct(
            Class<T> type,
            RecordComponent[] components,
            Object[] values,
            T base,
            MappingNode mapping,
            Map<String, NodeTuple> given,
            String path) {
        try {
            Constructor<T> canonical = type.getDeclaredConstructor(
                    Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
            T made = canonical.newInstance(values);
            return made instanceof RuleTerms rule && !compiles(rule, components, mapping, given, path) ? base : made;
        } catch (InvocationTargetException thrown) {
            if (!(thrown.getCause() instanceof IllegalArgumentException refused)) {
                throw new IllegalStateException(thrown.getCause());
            }
            refusal(refused.getMessage(), components, mapping, given, path);
            return base;
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** A rule is compiled as soon as it is read, so that its problems are reported with the line. */
    private boolean compiles(
            RuleTerms rule,
            RecordComponent[] components,
            MappingNode mapping,
            Map<String, NodeTuple> given,
            String path) {
        try {
            RuleBook.compile(List.of(rule.rule()));
            return true;
        } catch (RuleException refused) {
            refused.reasons().forEach(reason -> refusal(reason, components, mapping, given, path));
        } catch (IllegalArgumentException refused) {
            refusal(refused.getMessage(), components, mapping, given, path);
        }
        return false;
    }

    /** Constructors' messages begin with the component's name, in words: {@code min increase is -1; ...}. */
    private void refusal(
            String message,
            RecordComponent[] components,
            MappingNode mapping,
            Map<String, NodeTuple> given,
            String path) {
        for (RecordComponent c : components) {
            String key = keyOf(c);
            String words = key.replace('_', ' ');
            for (String name :
                    List.of(key, words, words.endsWith(" ms") ? words.substring(0, words.length() - 3) : words)) {
                if (message.startsWith(name + ' ')) {
                    NodeTuple tuple = given.get(key);
                    problem(
                            tuple == null ? mapping : tuple.getKeyNode(),
                            join(path, key),
                            message.substring(name.length() + 1));
                    return;
                }
            }
        }
        problem(mapping, path, ": " + message);
    }

    void problem(Node node, String path, String message) {
        int line = node.getStartMark().map(Mark::getLine).orElse(0) + 1;
        String where = path.isEmpty() ? subject : path;
        problems.add(new PolicyProblem(line, where + (message.startsWith(":") ? "" : " ") + message));
    }

    private static String shown(Node node) {
        if (node instanceof ScalarNode scalar) {
            return scalar.getValue().isEmpty() ? "empty" : "'" + cut(scalar.getValue()) + "'";
        }
        return node instanceof SequenceNode ? "a list" : "keys and values";
    }

    static String cut(String text) {
        return text.length() > MAX_SHOWN ? text.substring(0, MAX_SHOWN) + "..." : text;
    }

    private static Object valueOf(RecordComponent component, Object record) {
        try {
            return component.getAccessor().invoke(record);
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Whether a component is a duration. */
    static boolean isMillis(RecordComponent component) {
        return component.getType() == long.class && component.getName().endsWith("Ms");
    }

    static String keyOf(RecordComponent component) {
        String name = component.getName();
        return snake(isMillis(component) ? name.substring(0, name.length() - 2) : name);
    }

    private static String snake(String camel) {
        StringBuilder snake = new StringBuilder();
        for (char c : camel.toCharArray()) {
            if (Character.isUpperCase(c)) {
                snake.append('_');
            }
            snake.append(Character.toLowerCase(c));
        }
        return snake.toString();
    }

    static String join(String path, String key) {
        return path.isEmpty() ? key : path + '.' + key;
    }
}
