package io.aurea.shop;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Lines of {@code key = value} over the defaults. Reads each key and checks the allowed values; errors name file and
 * line.
 */
final class ParameterLines {

    private record Line(String value, String place) {}

    private final Map<String, Line> lines = new LinkedHashMap<>();

    /** Adds a file; its lines replace those of the same key. */
    void add(String file, List<String> text, boolean newKeys) {
        Map<String, Line> own = new LinkedHashMap<>();
        for (int i = 0; i < text.size(); i++) {
            String line = text.get(i).strip();
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            String place = file + " line " + (i + 1);
            int equals = line.indexOf('=');
            if (equals < 1) {
                throw new ShopParameterException(place + " is '" + line + "'; allowed: key = value");
            }
            String key = line.substring(0, equals).strip();
            if (!newKeys && !lines.containsKey(key)) {
                throw new ShopParameterException(
                        place + " has the unknown key '" + key + "'; did you mean " + nearest(key) + "?");
            }
            if (own.put(key, new Line(line.substring(equals + 1).strip(), place)) != null) {
                throw new ShopParameterException(place + " has the key '" + key + "' a second time");
            }
        }
        lines.putAll(own);
    }

    private String nearest(String key) {
        String best = "";
        int shortest = Integer.MAX_VALUE;
        for (String known : lines.keySet()) {
            int distance = distance(key, known);
            if (distance < shortest) {
                shortest = distance;
                best = known;
            }
        }
        return best;
    }

    /** Levenshtein's distance. */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int changed = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = StrictMath.min(changed, StrictMath.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }

    /** A number in [low, high]. */
    double number(String key, double low, double high) {
        Line line = line(key);
        return checked(key, line, line.value(), low, high);
    }

    /** A whole number in [low, high]. */
    int count(String key, int low, int high) {
        double value = number(key, low, high);
        if (value != StrictMath.rint(value)) {
            throw wrong(key, line(key), "a whole number from " + low + " to " + high);
        }
        return (int) value;
    }

    /** Two numbers in [low, high], in ascending order; a single one stands for both. */
    Range range(String key, double low, double high) {
        Line line = line(key);
        String[] ends = line.value().split("\\.\\.", -1);
        if (ends.length > 2) {
            throw wrong(key, line, "low..high");
        }
        double first = checked(key, line, ends[0], low, high);
        double last = checked(key, line, ends[ends.length - 1], low, high);
        if (first > last) {
            throw wrong(key, line, "low..high with low at most high");
        }
        return new Range(first, last);
    }

    boolean yes(String key) {
        Line line = line(key);
        return switch (line.value()) {
            case "yes" -> true;
            case "no" -> false;
            default -> throw wrong(key, line, "yes or no");
        };
    }

    private static double checked(String key, Line line, String text, double low, double high) {
        double value;
        try {
            value = Double.parseDouble(text.strip());
        } catch (NumberFormatException noNumber) {
            throw wrong(key, line, "a number from " + low + " to " + high);
        }
        if (!(value >= low && value <= high)) {
            throw wrong(key, line, "a number from " + low + " to " + high);
        }
        return value;
    }

    private static ShopParameterException wrong(String key, Line line, String allowed) {
        return new ShopParameterException(
                line.place() + ": " + key + " is '" + line.value() + "'; allowed: " + allowed);
    }

    private Line line(String key) {
        Line line = lines.get(key);
        if (line == null) {
            throw new ShopParameterException("the defaults of the shop lack the key '" + key + "'");
        }
        return line;
    }
}
