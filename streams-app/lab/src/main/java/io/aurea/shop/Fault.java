package io.aurea.shop;

/**
 * One fault, as it unfolds if nobody cures it.
 *
 * @param number counts the faults of a sequence from 1
 * @param severity its size; the unit is the kind's, see {@code shop.properties}
 * @param onsetMs when it begins, epoch milliseconds
 * @param endMs when it passes or a person repairs it, if no action cures it before; exclusive
 */
public record Fault(int number, FaultKind kind, Service target, double severity, long onsetMs, long endMs) {

    public boolean curedBy(ActionKind action, Service on) {
        return kind.cures().contains(action) && target == doneTo(action, on);
    }

    /**
     * Payments move to the second provider whether it is requested for the provider or for the service that calls it.
     */
    static Service doneTo(ActionKind action, Service on) {
        return action == ActionKind.FAIL_OVER && on == Service.PAYMENT ? Service.PROVIDER : on;
    }
}
