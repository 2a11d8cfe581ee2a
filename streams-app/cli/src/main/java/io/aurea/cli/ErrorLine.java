package io.aurea.cli;

import io.aurea.settings.SettingsException;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/**
 * Turns every failure of a command into one line on stderr, {@code aurea: ...}, and exit code 2. The stack trace goes
 * to the log, and to stderr only with {@code AUREA_DEBUG=1}.
 */
public final class ErrorLine implements IExecutionExceptionHandler, IParameterExceptionHandler {

    private static final Logger LOG = LoggerFactory.getLogger(ErrorLine.class);
    private static final Pattern LINE_BREAKS = Pattern.compile("\\s*\\R\\s*");

    private final boolean debug;

    ErrorLine(boolean debug) {
        this.debug = debug;
    }

    @Override
    public int handleParseException(ParameterException failure, String[] args) {
        CommandLine command = failure.getCommandLine();
        return report(
                command,
                failure,
                "%s (see %s --help)"
                        .formatted(
                                failure.getMessage(), command.getCommandSpec().qualifiedName()));
    }

    @Override
    public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) {
        if (failure instanceof UserError || failure instanceof SettingsException) {
            return report(command, failure, failure.getMessage());
        }
        return report(
                command,
                failure,
                "%s failed unexpectedly: %s (AUREA_DEBUG=1 shows where)".formatted(command.getCommandName(), failure));
    }

    private int report(CommandLine command, Exception failure, String message) {
        LOG.error("{} failed", command.getCommandName(), failure);
        command.getErr().println("aurea: " + oneLine(message));
        if (debug) {
            failure.printStackTrace(command.getErr());
        }
        return ExitCode.REFUSED;
    }

    /** The text with its line breaks turned into single spaces. */
    public static String oneLine(String text) {
        return LINE_BREAKS.matcher(text.strip()).replaceAll(" ");
    }
}
