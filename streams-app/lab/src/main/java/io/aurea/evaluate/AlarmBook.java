package io.aurea.evaluate;

import io.aurea.shop.Fault;
import io.aurea.shop.Service;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Compares an arm's alarms with the faults. An alarm while a fault is active detects it; one within ten minutes after
 * it, or during maintenance and ten minutes after that, does not count; any other is false. Of false alarms on one
 * source that follow each other within ten minutes only the first counts. Not thread-safe.
 */
final class AlarmBook {
    static final long AFTERMATH_MS = 600_000;

    private final List<Timeline.PlannedWork> maintenances;
    private final Map<Integer, Long> found = new HashMap<>();
    private final Map<Integer, Boolean> located = new HashMap<>();
    private final Map<String, Long> lastFalse = new HashMap<>();
    private long falseAlarms;

    AlarmBook(List<Timeline.PlannedWork> maintenances) {
        this.maintenances = maintenances;
    }

    /**
     * Records an alarm.
     *
     * @param current the active fault, or null
     * @param lastHealedMs when the previous fault was healed; {@link Long#MIN_VALUE} for none
     */
    void alarm(Arm.Alarm alarm, long nowMs, Fault current, long lastHealedMs) {
        if (current != null) {
            found.putIfAbsent(current.number(), nowMs);
            located.merge(current.number(), names(alarm.source(), current), Boolean::logicalOr);
        } else if (!aftermath(nowMs, lastHealedMs)) {
            Long before = lastFalse.put(alarm.source(), nowMs);
            if (before == null || nowMs - before > AFTERMATH_MS) {
                falseAlarms++;
            }
        }
    }

    /** The provider is seen through the service that calls it. */
    private static boolean names(String source, Fault fault) {
        return source.equals(fault.target().source())
                || fault.target() == Service.PROVIDER && source.equals(Service.PAYMENT.source());
    }

    /** Whether an alarm at this time, with no active fault, is the aftermath of something real. */
    boolean aftermath(long nowMs, long lastHealedMs) {
        return lastHealedMs != Long.MIN_VALUE && nowMs <= lastHealedMs + AFTERMATH_MS
                || maintenances.stream().anyMatch(m -> nowMs >= m.startMs() && nowMs <= m.endMs() + AFTERMATH_MS);
    }

    /** When the fault with this number was detected, epoch milliseconds; null if it was not. */
    Long found(int number) {
        return found.get(number);
    }

    /** Whether one of the alarms on the fault named its place. */
    boolean located(int number) {
        return located.getOrDefault(number, false);
    }

    long falseAlarms() {
        return falseAlarms;
    }
}
