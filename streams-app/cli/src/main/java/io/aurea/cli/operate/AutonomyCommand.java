package io.aurea.cli.operate;

import io.aurea.autonomy.AutonomyLevel;
import io.aurea.schema.CommandKind;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

@Command(
        name = "autonomy",
        mixinStandardHelpOptions = true,
        header = "Sets how much the loop may do for a tenant without a person.",
        description = {
            "",
            "  MANUAL 0       a person is asked before every action",
            "  ASSISTED 25    the same; the loop suggests",
            "  SUPERVISED 50  alone if very sure, and only what can be undone (also SEMI_AUTO)",
            "  AUTONOMOUS 75  alone from a lower confidence, and only what can be undone (also MOSTLY_AUTO)",
            "  FULL_AUTO 100  also what cannot be undone",
            "",
            "The loop lowers its level by itself when its actions do not heal; only this command raises it.",
            "",
            "Example:",
            "  ./aurea autonomy supervised --tenant shop --why 'the new rules have proven themselves'",
            ""
        },
        footerHeading = "%nExit codes:%n",
        footer = {
            "  0  the level is in force",
            "  1  the loop has not answered within --wait",
            "  2  nothing changed: a wrong flag or level, an unreachable server"
        })
public final class AutonomyCommand extends TenantCommand {

    @Parameters(
            paramLabel = "LEVEL",
            converter = Level.class,
            description = "MANUAL, ASSISTED, SUPERVISED, AUTONOMOUS or FULL_AUTO, or its number.")
    private AutonomyLevel level;

    @Override
    CommandKind kind() {
        return CommandKind.AUTONOMY;
    }

    @Override
    void complete(io.aurea.schema.Command.Builder command) {
        command.setAutonomyLevel(level.value());
    }

    static final class Level implements ITypeConverter<AutonomyLevel> {
        private static final Map<String, AutonomyLevel> ALIASES =
                Map.of("SEMI_AUTO", AutonomyLevel.SUPERVISED, "MOSTLY_AUTO", AutonomyLevel.AUTONOMOUS);

        @Override
        public AutonomyLevel convert(String text) {
            String name = text.toUpperCase(Locale.ROOT);
            if (ALIASES.containsKey(name)) {
                return ALIASES.get(name);
            }
            return Arrays.stream(AutonomyLevel.values())
                    .filter(level -> level.name().equals(name)
                            || Integer.toString(level.value()).equals(text))
                    .findFirst()
                    .orElseThrow(
                            () -> new TypeConversionException("'%s' is not a level; allowed: %s, SEMI_AUTO, MOSTLY_AUTO"
                                    .formatted(text, AutonomyLevel.allowed())));
        }
    }
}
