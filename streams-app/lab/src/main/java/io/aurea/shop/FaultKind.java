package io.aurea.shop;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What can break, where, and what cures it. */
public enum FaultKind {
    SLOW_DATABASE(List.of(Service.DATABASE), ActionKind.FAIL_OVER),
    EXHAUSTED_POOL(
            List.of(Service.CATALOGUE, Service.CHECKOUT, Service.PAYMENT), ActionKind.RAISE_POOL, ActionKind.RESTART),
    BAD_DEPLOY(
            List.of(
                    Service.FRONTEND,
                    Service.CHECKOUT,
                    Service.CATALOGUE,
                    Service.CART,
                    Service.RECOMMENDATION,
                    Service.PAYMENT,
                    Service.SHIPPING),
            ActionKind.ROLL_BACK),
    MEMORY_LEAK(
            List.of(Service.CHECKOUT, Service.CATALOGUE, Service.CART, Service.RECOMMENDATION, Service.PAYMENT),
            ActionKind.RESTART),
    FRONTEND_DOWN(List.of(Service.FRONTEND), ActionKind.RESTART),
    PERMISSION_CHANGE(
            List.of(Service.CHECKOUT, Service.CATALOGUE, Service.CART, Service.PAYMENT, Service.SHIPPING),
            ActionKind.RESTORE_PERMISSION),
    NOISY_NEIGHBOUR(
            List.of(Service.FRONTEND, Service.CHECKOUT, Service.CATALOGUE, Service.CART, Service.RECOMMENDATION),
            ActionKind.SCALE_OUT),
    FLAPPING_DEPENDENCY(List.of(Service.PROVIDER), ActionKind.FAIL_OVER),
    INCURABLE(List.of(Service.SHIPPING));

    private final List<Service> targets;
    private final List<ActionKind> cures;
    private final String label = name().toLowerCase(Locale.ROOT);

    FaultKind(List<Service> targets, ActionKind... cures) {
        this.targets = targets;
        this.cures = List.of(cures);
    }

    public static Optional<FaultKind> of(String label) {
        for (FaultKind kind : values()) {
            if (kind.label.equals(label)) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }

    public String label() {
        return label;
    }

    /** Where it may strike. */
    List<Service> targets() {
        return targets;
    }

    /** The actions on its target that cure it, the best first; none for a fault that only passes by itself. */
    public List<ActionKind> cures() {
        return cures;
    }
}
