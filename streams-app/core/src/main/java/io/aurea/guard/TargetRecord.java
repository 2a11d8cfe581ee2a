package io.aurea.guard;

import java.util.List;

/**
 * Recent actions on one target.
 *
 * @param openDecision the decision that is being carried out on it, or null
 * @param settlesAtMs until when its last action has time to show, epoch milliseconds; {@link Long#MIN_VALUE} without
 *     one
 * @param dispatchesMs times of its dispatches, oldest first
 */
public record TargetRecord(String openDecision, long settlesAtMs, List<Long> dispatchesMs) {
    public static final TargetRecord NONE = new TargetRecord(null, Long.MIN_VALUE, List.of());

    public TargetRecord {
        dispatchesMs = List.copyOf(dispatchesMs);
    }
}
