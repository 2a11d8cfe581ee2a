package io.aurea.guard;

import java.util.List;

/**
 * What was done to one target lately.
 *
 * @param openDecision the decision that is being carried out on it, or null
 * @param settlesAtMs until when its last action has time to show, epoch milliseconds; {@link Long#MIN_VALUE} when
 *     nothing was done
 * @param dispatchesMs times of the dispatches to it, oldest first
 */
public record TargetRecord(String openDecision, long settlesAtMs, List<Long> dispatchesMs) {
    public static final TargetRecord NONE = new TargetRecord(null, Long.MIN_VALUE, List.of());

    public TargetRecord {
        dispatchesMs = List.copyOf(dispatchesMs);
    }
}
