package io.aurea.command;

import java.util.Map;

/**
 * What the command talks to. The launcher knows it better than the JVM, whose console is missing as soon as stdin comes
 * from a pipe.
 *
 * @param columns width of the terminal that stdout is, 0 when it is none
 * @param progress whether stderr is a terminal, so that progress may be shown and overwritten there
 */
record Terminal(int columns, boolean progress) {

    /** No terminal at all: a script reads what is printed. */
    static final Terminal NONE = new Terminal(0, false);

    /** Reads {@code AUREA_COLUMNS} and {@code AUREA_PROGRESS}, which the launcher sets. */
    static Terminal of(Map<String, String> environment) {
        String columns = environment.getOrDefault("AUREA_COLUMNS", "");
        return new Terminal(
                columns.matches("\\d{1,5}") ? Integer.parseInt(columns) : 0,
                "1".equals(environment.get("AUREA_PROGRESS")));
    }
}
