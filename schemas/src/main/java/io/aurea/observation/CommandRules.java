package io.aurea.observation;

import io.aurea.schema.Command;
import io.aurea.schema.CommandKind;
import java.util.Optional;

/** What every stage demands of a command, so that none is answered by one and refused by the next. */
public final class CommandRules {

    private CommandRules() {}

    /** What is wrong with the command, for a person; empty if nothing. */
    public static Optional<String> violation(Command command) {
        Optional<String> reason =
                ObservationRules.tenantViolation(command.getTenantId()).or(() -> LoopTimes.violation(command));
        return reason.isPresent() || command.getKind() != CommandKind.FORGET ? reason : ofForgotten(command);
    }

    private static Optional<String> ofForgotten(Command command) {
        if (command.getSource() == null) {
            return command.getSeries() == null
                    ? Optional.empty()
                    : Optional.of("series is '" + command.getSeries()
                            + "' without a source; allowed: both, or a source alone");
        }
        return ObservationRules.sourceViolation(command.getSource())
                .or(() -> command.getSeries() == null
                        ? Optional.empty()
                        : ObservationRules.seriesViolation(command.getSeries()));
    }
}
