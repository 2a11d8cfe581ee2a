package io.aurea.autonomy;

import io.aurea.state.Codec;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * What operators have set for one tenant, and the level, which the loop itself may have lowered. Immutable.
 *
 * <p>The level starts as the policy's when the tenant's first cycle closes. From then on a policy that lowers its own
 * level, or the loop itself, can only lower it ({@link #under}, {@link #lowered}); only {@link #commanded} raises it.
 *
 * @param level null before the first cycle
 * @param policyLevel level in the last policy in force; null before the first cycle
 * @param dryRun null until set; then the clock decides
 * @param pauses by pattern type; {@link #ALL} pauses the tenant
 * @param maintenance at most {@link #MAX_WINDOWS} windows, none of them over
 */
public record Controls(
        AutonomyLevel level,
        AutonomyLevel policyLevel,
        Boolean dryRun,
        Map<String, Pause> pauses,
        List<Maintenance> maintenance) {

    /** Every type of pattern. */
    public static final String ALL = "*";

    /** More maintenance windows than this are refused. */
    public static final int MAX_WINDOWS = 16;

    public static final Controls NEW = new Controls(null, null, null, Map.of(), List.of());

    public static final Codec<Controls> CODEC = Codec.of(
            1,
            (c, out) -> {
                out.writeByte(c.level == null ? -1 : c.level.value());
                out.writeByte(c.policyLevel == null ? -1 : c.policyLevel.value());
                out.writeByte(c.dryRun == null ? -1 : c.dryRun ? 1 : 0);
                out.writeInt(c.pauses.size());
                for (Map.Entry<String, Pause> e : c.pauses.entrySet()) {
                    out.writeUTF(e.getKey());
                    out.writeUTF(e.getValue().by());
                    out.writeLong(e.getValue().sinceMs());
                    out.writeUTF(e.getValue().reason());
                }
                out.writeInt(c.maintenance.size());
                for (Maintenance m : c.maintenance) {
                    out.writeLong(m.startsMs());
                    out.writeLong(m.endsMs());
                    out.writeUTF(m.by());
                    out.writeUTF(m.reason());
                }
            },
            in -> {
                AutonomyLevel level = AutonomyLevel.of(in.readByte()).orElse(null);
                AutonomyLevel policyLevel = AutonomyLevel.of(in.readByte()).orElse(null);
                byte dry = in.readByte();
                Map<String, Pause> pauses = new TreeMap<>();
                for (int n = in.readInt(); n > 0; n--) {
                    pauses.put(in.readUTF(), new Pause(in.readUTF(), in.readLong(), in.readUTF()));
                }
                List<Maintenance> windows = new ArrayList<>();
                for (int n = in.readInt(); n > 0; n--) {
                    windows.add(new Maintenance(in.readLong(), in.readLong(), in.readUTF(), in.readUTF()));
                }
                return new Controls(level, policyLevel, dry < 0 ? null : dry == 1, pauses, windows);
            });

    public Controls {
        pauses = Collections.unmodifiableMap(new TreeMap<>(pauses));
        maintenance = List.copyOf(maintenance);
    }

    /** Sets the level by command, up or down. */
    public Controls commanded(AutonomyLevel to) {
        return with(d -> d.level = to);
    }

    /** Applies a policy's level: taken over by a new tenant, and when the policy has lowered its own. */
    public Controls under(AutonomyLevel ofPolicy) {
        boolean first = level == null;
        boolean fell = policyLevel != null && ofPolicy.compareTo(policyLevel) < 0;
        Controls now = first ? commanded(ofPolicy) : fell ? lowered(ofPolicy) : this;
        return ofPolicy == policyLevel ? now : now.with(d -> d.policyLevel = ofPolicy);
    }

    /** Lowers the level, never raises it. */
    public Controls lowered(AutonomyLevel to) {
        return to.compareTo(level) >= 0 ? this : commanded(to);
    }

    public Controls withDryRun(boolean on) {
        return with(d -> d.dryRun = on);
    }

    public Controls paused(String type, Pause pause) {
        return with(d -> d.pauses.put(type, pause));
    }

    /** Ends one pause; with {@link #ALL}, every pause. */
    public Controls resumed(String type) {
        return with(d -> d.pauses.keySet().removeIf(paused -> type.equals(ALL) || paused.equals(type)));
    }

    public Controls maintained(Maintenance window) {
        return with(d -> d.maintenance.add(window));
    }

    /** Drops the windows that have ended; the same object if none has. */
    public Controls at(long nowMs) {
        return maintenance.stream().allMatch(m -> m.endsMs() > nowMs)
                ? this
                : with(d -> d.maintenance.removeIf(m -> m.endsMs() <= nowMs));
    }

    /** The pause that applies to this type of pattern; the tenant's takes precedence. */
    public Optional<Pause> pauseOf(String patternType) {
        Pause all = pauses.get(ALL);
        return Optional.ofNullable(all != null ? all : pauses.get(patternType));
    }

    /** The maintenance window that covers this time. */
    public Optional<Maintenance> maintenanceAt(long timeMs) {
        return maintenance.stream().filter(m -> m.covers(timeMs)).findFirst();
    }

    private Controls with(Consumer<Draft> change) {
        Draft draft = new Draft(this);
        change.accept(draft);
        return draft.done();
    }

    /** What a change is made in: the one place that copies controls. */
    private static final class Draft {
        private AutonomyLevel level;
        private AutonomyLevel policyLevel;
        private Boolean dryRun;
        private final Map<String, Pause> pauses;
        private final List<Maintenance> maintenance;

        Draft(Controls c) {
            level = c.level;
            policyLevel = c.policyLevel;
            dryRun = c.dryRun;
            pauses = new TreeMap<>(c.pauses);
            maintenance = new ArrayList<>(c.maintenance);
        }

        Controls done() {
            return new Controls(level, policyLevel, dryRun, pauses, maintenance);
        }
    }
}
