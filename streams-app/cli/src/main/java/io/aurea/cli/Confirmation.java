package io.aurea.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;

/** What a person types before something is gone for good. */
public final class Confirmation {
    private Confirmation() {}

    /**
     * Asks, and reads one line of standard input.
     *
     * @param what will happen, without a full stop
     * @param wanted the only answer that lets it happen
     * @throws UserError at any other
     */
    public static void require(PrintWriter out, String what, String wanted) {
        out.print(what + ". Type " + wanted + " to go on: ");
        out.flush();
        String answer = line();
        if (!wanted.equals(answer)) {
            throw new UserError("nothing was removed: the answer is %s; allowed: %s, or the flag --yes"
                    .formatted(answer == null ? "missing" : "'" + answer + "'", wanted));
        }
    }

    private static String line() {
        try {
            String line = new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset())).readLine();
            return line == null ? null : line.strip();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
