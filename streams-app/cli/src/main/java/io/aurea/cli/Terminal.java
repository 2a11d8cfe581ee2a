package io.aurea.cli;

import java.util.Map;

/**
 * The terminal, if any. The launcher knows it better than the JVM, which has no console as soon as stdin is a pipe.
 *
 * @param columns width of stdout's terminal, 0 without one
 * @param progress whether stderr is a terminal, so that progress may be shown and overwritten there
 * @param colours whether stdout may be coloured: a terminal that can, without {@code NO_COLOR}
 */
public record Terminal(int columns, boolean progress, boolean colours) {

    /** No terminal at all: the output is for a script. */
    static final Terminal NONE = new Terminal(0, false, false);

    /** Reads {@code AUREA_COLUMNS} and {@code AUREA_PROGRESS}, which the launcher sets, {@code NO_COLOR} and {@code TERM}. */
    static Terminal of(Map<String, String> environment) {
        String columns = environment.getOrDefault("AUREA_COLUMNS", "");
        int width = columns.matches("\\d{1,5}") ? Integer.parseInt(columns) : 0;
        boolean plain = !environment.getOrDefault("NO_COLOR", "").isEmpty() || "dumb".equals(environment.get("TERM"));
        return new Terminal(width, "1".equals(environment.get("AUREA_PROGRESS")), width > 0 && !plain);
    }
}
