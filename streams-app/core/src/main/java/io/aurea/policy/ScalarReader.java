package io.aurea.policy;

import io.aurea.goal.GoalMetric;
import io.aurea.name.NameGlob;
import io.aurea.pattern.PatternSettings.Dependency;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads single values. Each method throws an IllegalArgumentException that says what is allowed. */
final class ScalarReader {
    static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m|h|d)");
    static final Pattern DEPENDENCY = Pattern.compile("([A-Za-z0-9._-]{1,128})\\s*->\\s*([A-Za-z0-9._-]{1,128})");

    private static final Map<Class<?>, Function<String, ?>> READERS = Map.ofEntries(
            Map.entry(String.class, text -> text),
            Map.entry(int.class, ScalarReader::integer),
            Map.entry(long.class, ScalarReader::whole),
            Map.entry(double.class, ScalarReader::number),
            Map.entry(boolean.class, ScalarReader::truth),
            Map.entry(Integer.class, ScalarReader::integer),
            Map.entry(Double.class, ScalarReader::number),
            Map.entry(Boolean.class, ScalarReader::truth),
            Map.entry(Duration.class, ScalarReader::duration),
            Map.entry(NameGlob.class, NameGlob::new),
            Map.entry(GoalMetric.class, ScalarReader::metric),
            Map.entry(Dependency.class, ScalarReader::dependency));

    private ScalarReader() {}

    static boolean knows(Class<?> type) {
        return type.isEnum() || READERS.containsKey(type);
    }

    static Object read(String text, Class<?> type) {
        return type.isEnum() ? constant(text, type) : READERS.get(type).apply(text);
    }

    static Duration duration(String text) {
        Matcher matcher = DURATION.matcher(text);
        if (!matcher.matches()) {
            throw refused(text, "a whole number with ms, s, m, h or d, as in 90s");
        }
        long count = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(count);
            case "s" -> Duration.ofSeconds(count);
            case "m" -> Duration.ofMinutes(count);
            case "h" -> Duration.ofHours(count);
            default -> Duration.ofDays(count);
        };
    }

    static double number(String text) {
        try {
            double number = Double.parseDouble(text);
            if (Double.isFinite(number) && !text.endsWith("d") && !text.endsWith("f")) {
                return number;
            }
        } catch (NumberFormatException notANumber) {
            // reported below
        }
        throw refused(text, "a number");
    }

    private static int integer(String text) {
        long whole = whole(text);
        if (whole != (int) whole) {
            throw refused(text, "a whole number up to " + Integer.MAX_VALUE);
        }
        return (int) whole;
    }

    private static long whole(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException notANumber) {
            throw refused(text, "a whole number");
        }
    }

    private static boolean truth(String text) {
        if (text.equals("true") || text.equals("false")) {
            return text.equals("true");
        }
        throw refused(text, "true or false");
    }

    private static GoalMetric metric(String text) {
        try {
            return GoalMetric.parse(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(e.getMessage().replaceFirst("^metric is ", "is "));
        }
    }

    private static Dependency dependency(String text) {
        Matcher matcher = DEPENDENCY.matcher(text);
        if (!matcher.matches()) {
            throw refused(text, "caller -> callee, both names of sources");
        }
        return new Dependency(matcher.group(1), matcher.group(2));
    }

    /** The generated enums have UNKNOWN for readers of newer records; it is not allowed here. */
    private static Object constant(String text, Class<?> type) {
        for (Object constant : type.getEnumConstants()) {
            String name = ((Enum<?>) constant).name();
            if (name.equalsIgnoreCase(text) && !name.equals("UNKNOWN")) {
                return constant;
            }
        }
        throw refused(text, String.join(", ", names(type)));
    }

    /** What is allowed for an enum. */
    static List<String> names(Class<?> type) {
        return Arrays.stream(type.getEnumConstants())
                .map(constant -> ((Enum<?>) constant).name().toLowerCase(Locale.ROOT))
                .filter(name -> !name.equals("unknown"))
                .toList();
    }

    private static IllegalArgumentException refused(String text, String allowed) {
        return new IllegalArgumentException("is '" + text + "'; allowed: " + allowed);
    }
}
