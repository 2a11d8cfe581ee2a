package io.aurea.decision;

import io.aurea.autonomy.AutonomyLevel;
import io.aurea.heal.ServiceLevels;
import io.aurea.learning.Decimal;
import io.aurea.schema.Observation;
import io.aurea.schema.ObservationKind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** How the loop is doing for a tenant, as observations of the loop's own tenant; the source is the tenant's name. */
final class OwnTelemetry {

    private OwnTelemetry() {}

    /** One METRIC for each known service level. */
    static List<Observation> levels(String tenant, long atMs, ServiceLevels levels) {
        List<Observation> all = new ArrayList<>();
        add(all, tenant, atMs, "loop.verified_rate", "1", levels.verifiedRate());
        add(all, tenant, atMs, "loop.false_fire_rate", "1", levels.falseFireRate());
        add(all, tenant, atMs, "loop.recurrence_rate", "1", levels.recurrenceRate());
        add(all, tenant, atMs, "loop.time_to_detect", "ms", levels.timeToDetectMs());
        add(all, tenant, atMs, "loop.time_to_heal", "ms", levels.timeToHealMs());
        return all;
    }

    private static void add(List<Observation> all, String tenant, long atMs, String name, String unit, Double value) {
        if (value != null) {
            all.add(of(tenant, atMs, name, ObservationKind.METRIC)
                    .setValue(value)
                    .setUnit(unit)
                    .build());
        }
    }

    static Observation autonomyFell(String tenant, long atMs, AutonomyLevel from, AutonomyLevel to, double rate) {
        Map<String, String> what = new TreeMap<>();
        what.put("from", from.name());
        what.put("to", to.name());
        what.put("verified_rate", Decimal.of(rate));
        Observation event = of(tenant, atMs, "loop.autonomy_fell", ObservationKind.EVENT)
                .setValue((double) to.value())
                .build();
        event.setAttributes(what);
        return event;
    }

    static Observation ended(String tenant, long atMs, String reason) {
        return event(tenant, atMs, "loop.tenant_ended", reason);
    }

    static Observation limited(String tenant, long atMs, String reason) {
        return event(tenant, atMs, "loop.limit_reached", reason);
    }

    private static Observation event(String tenant, long atMs, String name, String reason) {
        Observation event = of(tenant, atMs, name, ObservationKind.EVENT).build();
        event.setAttributes(Map.of("reason", reason));
        return event;
    }

    private static Observation.Builder of(String tenant, long atMs, String name, ObservationKind kind) {
        return Observation.newBuilder()
                .setObservationId(tenant + "-" + atMs + "-" + name)
                .setTenantId(TenantDecisions.OWN_TENANT)
                .setSource(tenant)
                .setKind(kind)
                .setName(name)
                .setObservedAt(Instant.ofEpochMilli(atMs));
    }
}
