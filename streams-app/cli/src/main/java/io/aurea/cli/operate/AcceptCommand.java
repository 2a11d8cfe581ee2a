package io.aurea.cli.operate;

import io.aurea.schema.CommandKind;
import io.aurea.schema.PatternType;
import java.util.Arrays;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

@Command(
        name = "accept",
        mixinStandardHelpOptions = true,
        header = "Declares a level that is out of order the new normal.",
        description = {
            "",
            "A reference does not move while its series is out of order, for a day (level.accept.after.ms). When"
                    + " you know that the level is here to stay, as after a release or on new machines, say so: the level"
                    + " it holds now becomes its reference from the next cycle on. Its patterns end with the reason"
                    + " accepted, open questions about them expire, and no action is verified by it. If the series returns"
                    + " to where it was before, that is in order too; if it moves on to a third level, that is not.",
            "",
            "Examples:",
            "  ./aurea patterns --open",
            "  ./aurea accept --tenant shop cart/place_order --why 'release 12 checks stock first'",
            "  ./aurea accept --tenant shop INCREASING_LATENCY/cart --why 'release 12 checks stock first'",
            ""
        },
        footerHeading = "%nExit codes:%n",
        footer = {
            "  0  accepted",
            "  1  the loop has not answered within --wait",
            "  2  nothing accepted: the series is in order, a wrong flag, an unreachable server"
        })
public final class AcceptCommand extends TenantCommand {
    private static final int MAX_PATTERN_ID = 512;

    @Parameters(
            paramLabel = "SOURCE/NAME",
            description = "The series; or the id of a pattern, for the series that show it.")
    private String what;

    @Override
    CommandKind kind() {
        return CommandKind.ACCEPT;
    }

    @Override
    void complete(io.aurea.schema.Command.Builder command) {
        String[] parts = what.split("/", -1);
        if (isPattern(parts[0]) && what.length() <= MAX_PATTERN_ID) {
            command.setPatternId(what);
        } else if (parts.length == 2 && !parts[0].isEmpty() && !parts[1].isEmpty()) {
            command.setSource(parts[0]);
            command.setSeries(parts[1]);
        } else {
            throw new ParameterException(
                    spec().commandLine(),
                    ("'%s' names no series; allowed: source and name, such as cart/place_order, or the id of a pattern,"
                                    + " such as INCREASING_LATENCY/cart")
                            .formatted(what));
        }
    }

    private static boolean isPattern(String name) {
        return Arrays.stream(PatternType.values()).anyMatch(type -> type.name().equals(name));
    }
}
