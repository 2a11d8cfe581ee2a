package io.aurea.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import picocli.CommandLine;

/** The result of a command: exit code and both streams. */
public record Ran(int exitCode, String out, String err) {

    public static Ran aurea(String... args) {
        return aurea(Map.of(), args);
    }

    public static Ran aurea(Map<String, String> environment, String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine command = Aurea.commandLine(Terminal.NONE, environment, false)
                .setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF))
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true));
        return new Ran(command.execute(args), out.toString(), err.toString());
    }
}
