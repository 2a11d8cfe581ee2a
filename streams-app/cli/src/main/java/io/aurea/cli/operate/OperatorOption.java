package io.aurea.cli.operate;

import io.aurea.cli.DurationConverter;
import io.aurea.command.LoopCommands;
import io.aurea.schema.Command;
import io.aurea.schema.CommandKind;
import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Who issues a command, and how long to wait for the answer. */
final class OperatorOption {

    @Option(
            names = "--as",
            paramLabel = "NAME",
            defaultValue = "${sys:user.name}",
            converter = Name.class,
            description = "Who gives the command. Default: the user of the operating system.")
    private String by;

    @Option(
            names = "--wait",
            paramLabel = "DURATION",
            defaultValue = "30s",
            converter = DurationConverter.class,
            description = "How long to wait for the loop's answer; 0s does not wait. Default: ${DEFAULT-VALUE}.")
    private Duration wait;

    @Option(
            names = "--command-id",
            paramLabel = "ID",
            converter = Name.class,
            description =
                    "Names the command, for a script that may send it twice: the loop carries out each id once per"
                            + " tenant. Default: a new one.")
    private String id;

    Duration patience() {
        return wait;
    }

    /** A command of this kind by this operator; all commands of a call have the same id. */
    Command.Builder command(CommandKind kind, String tenant, String why) {
        Command.Builder command = LoopCommands.command(kind, tenant, by).setReason(why == null ? "" : why);
        if (id == null) {
            id = command.getCommandId();
        }
        return command.setCommandId(id);
    }

    static final class Name implements ITypeConverter<String> {
        private static final int MAX = 128;

        @Override
        public String convert(String text) {
            if (text.isBlank() || text.length() > MAX) {
                throw new TypeConversionException(
                        "%d characters; allowed: 1 to %d, not all blank".formatted(text.length(), MAX));
            }
            return text.strip();
        }
    }
}
