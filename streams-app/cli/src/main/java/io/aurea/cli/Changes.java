package io.aurea.cli;

import java.io.PrintWriter;
import java.util.List;

/** The changes that a declarative command made, for the person who called it. */
public final class Changes {

    private Changes() {}

    /** Prints each change on a line, or that there was none. */
    public static void print(PrintWriter out, String what, List<String> changes) {
        changes.forEach(out::println);
        if (changes.isEmpty()) {
            out.println(what + ": nothing to change");
        }
        out.flush();
    }
}
