package io.aurea.window;

import io.aurea.observation.ObservationRules;
import io.aurea.schema.Command;
import io.aurea.schema.CommandKind;
import io.aurea.schema.Observation;
import io.aurea.schema.ObservationKind;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * What a FORGET command asks for, on its way through every observation partition to the loop. Forward writes it to each of them
 * as a tick of no time, which readers that do not know of it take for nothing else; observe forgets, and passes it on to the loop
 * as a command that names the partition, behind everything that this partition has ever said of the tenant. Immutable.
 */
public record Forgetting(String tenant, String commandId, String issuedBy) {
    private static final String TENANT = "forget.tenant";
    private static final String COMMAND = "forget.command_id";
    private static final String ISSUED_BY = "forget.issued_by";

    public static Forgetting of(Command command) {
        return new Forgetting(command.getTenantId(), command.getCommandId(), command.getIssuedBy());
    }

    /** What the tick carries; empty for an ordinary one. */
    static Optional<Forgetting> in(Observation tick) {
        Map<String, String> said = tick.getAttributes();
        return said == null
                        || ObservationRules.tenantViolation(said.get(TENANT)).isPresent()
                ? Optional.empty()
                : Optional.of(new Forgetting(
                        said.get(TENANT), said.getOrDefault(COMMAND, ""), said.getOrDefault(ISSUED_BY, "")));
    }

    public Observation tick() {
        return Observation.newBuilder()
                .setKind(ObservationKind.TICK)
                .setObservedAt(Instant.EPOCH)
                .setAttributes(Map.of(TENANT, tenant, COMMAND, commandId, ISSUED_BY, issuedBy))
                .build();
    }

    public Command command() {
        return Command.newBuilder()
                .setTenantId(tenant)
                .setCommandId(commandId)
                .setKind(CommandKind.FORGET)
                .setIssuedBy(issuedBy)
                .build();
    }

    boolean covers(SeriesId series) {
        return tenant.equals(series.tenant());
    }
}
