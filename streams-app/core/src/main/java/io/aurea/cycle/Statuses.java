package io.aurea.cycle;

import io.aurea.autonomy.AutonomyLevel;
import io.aurea.autonomy.Controls;
import io.aurea.schema.CommandAnswer;
import io.aurea.schema.CycleMetrics;
import io.aurea.schema.MaintenanceWindow;
import io.aurea.schema.PauseInForce;
import io.aurea.schema.Status;
import io.aurea.state.Codec;
import io.aurea.state.Epoch;
import io.aurea.state.StoredMap;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/** The last status of every tenant: each closed cycle and each answered command creates a new one. Not thread-safe. */
final class Statuses {
    private static final Codec<Status> STATUS = Codec.avro(Status.class);

    private final boolean wallClock;
    private final StoredMap<Status> last;
    /** Derived from the last ones when it is first asked for; null until then. */
    private Set<String> limited;

    Statuses(char letter, boolean wallClock) {
        this.wallClock = wallClock;
        this.last = new StoredMap<>(letter, new Codec<>() {
            @Override
            public byte[] encode(Status value) {
                return STATUS.encode(value);
            }

            @Override
            public Status decode(byte[] bytes) {
                return sorted(STATUS.decode(bytes));
            }
        });
    }

    StoredMap<?> stored() {
        return last;
    }

    /**
     * @param controls in force when the cycle has closed, with a level
     * @param policyProblem why the published policy is not in force; null when it is
     * @param limits what limits have kept out of it, for a person
     */
    Status closed(CycleMetrics cycle, Tenant at, Controls controls, String policyProblem, List<String> limits) {
        Status next = next(cycle.getTenantId(), at, controls.level(), controls);
        next.setCyclesCompleted(Epoch.within(cycle.getCycleNumber()));
        next.setDormant(at.dormant());
        next.setLastCycleNumber(cycle.getCycleNumber());
        next.setLastCycleAt(cycle.getTimestamp());
        next.setSuccessRate(cycle.getSuccessRate());
        next.setHealthScore(cycle.getHealthScore());
        next.setHealthComponents(new TreeMap<>(cycle.getHealthComponents()));
        next.setPolicyVersion(cycle.getPolicyVersion());
        next.setPolicyProblem(policyProblem);
        next.setLimits(limits);
        return keep(next);
    }

    /** Whether a limit has kept something out of the tenant's last cycle. */
    boolean limited(String tenant) {
        return limited().contains(tenant);
    }

    /** Number of tenants whose last cycle a limit has kept something out of. */
    int limitedTenants() {
        return limited().size();
    }

    private Set<String> limited() {
        if (limited == null) {
            limited = new HashSet<>();
            last.values().forEach(this::note);
        }
        return limited;
    }

    private void note(Status status) {
        if (status.getLimits().isEmpty()) {
            limited.remove(status.getTenantId());
        } else {
            limited.add(status.getTenantId());
        }
    }

    /** @param untilFirstCycle the tenant's level when its first cycle closes */
    Status answered(String tenant, Tenant at, CommandAnswer answer, Controls controls, AutonomyLevel untilFirstCycle) {
        Status next = next(tenant, at, controls.level() == null ? untilFirstCycle : controls.level(), controls);
        next.setLastCommand(answer);
        return keep(next);
    }

    /** The last of a tenant that has ended by itself; it is not kept. */
    Status ended(String tenant, Tenant at, Controls controls, AutonomyLevel level, String reason) {
        Status last = next(tenant, at, controls.level() == null ? level : controls.level(), controls);
        last.setDormant(true);
        last.setLimits(List.of(reason));
        return last;
    }

    /** Answers a command of a tenant that there is not, or not any more; it is not kept. */
    Status gone(String tenant, Tenant at, CommandAnswer answer, AutonomyLevel level) {
        Status last = next(tenant, at, level, Controls.NEW);
        last.setLastCommand(answer);
        return last;
    }

    void forget(String tenant) {
        last.remove(tenant);
        limited().remove(tenant);
    }

    private Status next(String tenant, Tenant at, AutonomyLevel level, Controls controls) {
        Status before = last.get(tenant);
        Status next = before == null
                ? Status.newBuilder()
                        .setTenantId(tenant)
                        .setRevision(Epoch.before(at.cycleNumber()))
                        .build()
                : sorted(Status.newBuilder(before).build());
        next.setRevision(next.getRevision() + 1);
        next.setAutonomyLevel(level.value());
        next.setDryRun(controls.dryRun() == null ? !wallClock : controls.dryRun());
        next.setPauses(controls.pauses().entrySet().stream()
                .map(e -> new PauseInForce(
                        e.getKey(),
                        e.getValue().by(),
                        Instant.ofEpochMilli(e.getValue().sinceMs()),
                        e.getValue().reason()))
                .toList());
        next.setMaintenance(controls.maintenance().stream()
                .map(m -> new MaintenanceWindow(
                        Instant.ofEpochMilli(m.startsMs()), Instant.ofEpochMilli(m.endsMs()), m.by(), m.reason()))
                .toList());
        return next;
    }

    private Status keep(Status status) {
        last.put(status.getTenantId(), status);
        if (limited != null) {
            note(status);
        }
        return status;
    }

    /** A deserialised map has no defined order, and a status must always have the same bytes. */
    private static Status sorted(Status status) {
        status.setHealthComponents(new TreeMap<>(status.getHealthComponents()));
        return status;
    }
}
