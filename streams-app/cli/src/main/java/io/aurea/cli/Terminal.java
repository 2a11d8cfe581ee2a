package io.aurea.cli;

import java.util.Map;

/**
 * What the command talks to. The launcher knows it better than the JVM, whose console is missing as soon as stdin comes
 * from a pipe.
 *
 * @param columns width of the terminal that stdout is, 0 when it is none
 * @param progress whether stderr is a terminal, so that progress may be shown and overwritten there
 * @param colours whether stdout may be coloured: it is a terminal that can, and nobody said {@code NO_COLOR}
 */
public record Terminal(int columns, boolean progress, boolean colours) {

    /** No terminal at all: a script reads what is printed. */
    static final Terminal NONE = new Terminal(0, false, false);

    /** Reads {@code AUREA_COLUMNS} and {@code AUREA_PROGRESS}, which the launcher sets, {@code NO_COLOR} and {@code TERM}. */
    static Terminal of(Map<String, String> environment) {
        String columns = environment.getOrDefault("AUREA_COLUMNS", "");
        int width = columns.matches("\\d{1,5}") ? Integer.parseInt(columns) : 0;
        boolean plain = !environment.getOrDefault("NO_COLOR", "").isEmpty() || "dumb".equals(environment.get("TERM"));
        return new Terminal(width, "1".equals(environment.get("AUREA_PROGRESS")), width > 0 && !plain);
    }
}
