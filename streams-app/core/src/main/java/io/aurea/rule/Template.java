package io.aurea.rule;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A text with placeholders such as {@code {source}}. Immutable. */
final class Template {

    private record TemplatePart(String text, boolean placeholder) {}

    private final List<TemplatePart> parts;

    private Template(List<TemplatePart> parts) {
        this.parts = parts;
    }

    /**
     * @param allowed the known placeholders
     * @throws IllegalArgumentException with the column, counted from 1, and what is allowed
     */
    static Template parse(String text, Set<String> allowed) {
        List<TemplatePart> parts = new ArrayList<>();
        int at = 0;
        while (at < text.length()) {
            int open = text.indexOf('{', at);
            if (open < 0) {
                parts.add(new TemplatePart(text.substring(at), false));
                break;
            }
            if (open > at) {
                parts.add(new TemplatePart(text.substring(at, open), false));
            }
            int close = text.indexOf('}', open);
            String name = close < 0 ? null : text.substring(open + 1, close);
            if (name == null || !allowed.contains(name)) {
                throw new IllegalArgumentException("column " + (open + 1) + ": "
                        + (name == null ? "a '{' without '}'" : "no placeholder {" + name + "}") + "; allowed: "
                        + allowed.stream().sorted().toList());
            }
            parts.add(new TemplatePart(name, true));
            at = close + 1;
        }
        return new Template(List.copyOf(parts));
    }

    /** The text with every placeholder filled in; one without a value becomes empty. */
    String fill(Map<String, String> values) {
        StringBuilder text = new StringBuilder();
        for (TemplatePart p : parts) {
            text.append(p.placeholder ? values.getOrDefault(p.text, "") : p.text);
        }
        return text.toString();
    }

    /** The same, but empty if any placeholder has no value: half a name is the name of something else. */
    String fillWhole(Map<String, String> values) {
        for (TemplatePart p : parts) {
            if (p.placeholder && values.getOrDefault(p.text, "").isEmpty()) {
                return "";
            }
        }
        return fill(values);
    }
}
