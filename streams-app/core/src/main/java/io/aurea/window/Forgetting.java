package io.aurea.window;

import io.aurea.observation.ObservationRules;
import io.aurea.schema.Command;
import io.aurea.schema.CommandKind;
import io.aurea.schema.Observation;
import io.aurea.schema.ObservationKind;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a FORGET command asks for, on its way through every observation partition to the loop. Forward writes it to each of them
 * as a tick of no time, which readers that do not know of it take for nothing else; observe forgets, and passes it on to the loop
 * as a command that names the partition, behind everything that this partition has ever said of it. Immutable.
 *
 * @param source whose series; empty for the whole tenant
 * @param series name of the only one; empty for all of the source
 */
public record Forgetting(String tenant, String source, String series, String commandId, String issuedBy) {
    private static final String TENANT = "forget.tenant";
    private static final String SOURCE = "forget.source";
    private static final String SERIES = "forget.series";
    private static final String COMMAND = "forget.command_id";
    private static final String ISSUED_BY = "forget.issued_by";

    public static Forgetting of(Command command) {
        return new Forgetting(
                command.getTenantId(),
                command.getSource() == null ? "" : command.getSource(),
                command.getSeries() == null ? "" : command.getSeries(),
                command.getCommandId(),
                command.getIssuedBy());
    }

    /** What the tick carries; empty for an ordinary one. */
    static Optional<Forgetting> in(Observation tick) {
        Map<String, String> said = tick.getAttributes();
        if (said == null || ObservationRules.tenantViolation(said.get(TENANT)).isPresent()) {
            return Optional.empty();
        }
        return Optional.of(new Forgetting(
                said.get(TENANT),
                said.getOrDefault(SOURCE, ""),
                said.getOrDefault(SERIES, ""),
                said.getOrDefault(COMMAND, ""),
                said.getOrDefault(ISSUED_BY, "")));
    }

    public Observation tick() {
        Map<String, String> said = new HashMap<>(Map.of(TENANT, tenant, COMMAND, commandId, ISSUED_BY, issuedBy));
        if (!isOfTenant()) {
            said.put(SOURCE, source);
            said.put(SERIES, series);
        }
        return Observation.newBuilder()
                .setKind(ObservationKind.TICK)
                .setObservedAt(Instant.EPOCH)
                .setAttributes(said)
                .build();
    }

    /** @param known how many series the partition knew that says it to the loop; null from anybody else */
    public Command command(Long known) {
        return Command.newBuilder()
                .setTenantId(tenant)
                .setCommandId(commandId)
                .setKind(CommandKind.FORGET)
                .setSource(source.isEmpty() ? null : source)
                .setSeries(series.isEmpty() ? null : series)
                .setIssuedBy(issuedBy)
                .setSeriesForgotten(known)
                .build();
    }

    /** Whether nothing of the tenant is to be left. */
    public boolean isOfTenant() {
        return source.isEmpty();
    }

    /** @param name empty for what concerns all series of the source */
    public boolean covers(String ofSource, String name) {
        return isOfTenant() || source.equals(ofSource) && (series.isEmpty() || series.equals(name));
    }

    /** @param path {@code source/name} */
    public boolean covers(String path) {
        int slash = path.indexOf('/');
        return covers(path.substring(0, slash), path.substring(slash + 1));
    }

    boolean covers(SeriesId of) {
        return tenant.equals(of.tenant()) && covers(of.source(), of.name());
    }

    /**
     * What the loop answers when it has forgotten it, for a person.
     *
     * @param series how many were known
     * @param ending patterns that are on and end with the tenant's next cycle, so that more will be said of them
     */
    public String effect(long series, long ending) {
        return "the loop has forgotten " + path() + "; series that it knew: " + series
                + (ending == 0 ? "" : "; patterns that end with the tenant's next cycle: " + ending);
    }

    /** What is forgotten, for a person and as a key: names have no slashes. */
    public String path() {
        return isOfTenant() ? tenant : series.isEmpty() ? tenant + '/' + source : tenant + '/' + source + '/' + series;
    }
}
