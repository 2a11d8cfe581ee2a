package io.aurea.evaluate;

import io.aurea.shop.Fault;
import io.aurea.shop.Service;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Holds the alarms of an arm against the faults. An alarm while a fault is at work finds it; one within ten minutes after
 * it, or during maintenance and ten minutes after that, is no news; any other is false. Of the false alarms on one source
 * that follow each other within ten minutes only the first counts. Not thread-safe.
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
     * Takes an alarm.
     *
     * @param current the fault at work, or null
     * @param lastHealedMs when the fault before was healed; {@link Long#MIN_VALUE} for none
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

    /** Whether an alarm at this time, with no fault at work, is the echo of something real. */
    boolean aftermath(long nowMs, long lastHealedMs) {
        return lastHealedMs != Long.MIN_VALUE && nowMs <= lastHealedMs + AFTERMATH_MS
                || maintenances.stream().anyMatch(m -> nowMs >= m.startMs() && nowMs <= m.endMs() + AFTERMATH_MS);
    }

    /** When the fault of this number was found, epoch milliseconds; null when it was not. */
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
