package io.aurea.shop;

import io.aurea.shop.ShopParameters.FaultSize;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Draws faults: the kind by weight, the rest from the ranges of the parameters. Immutable. */
public final class FaultDeck {
    private final ShopParameters parameters;
    private final Map<FaultKind, Double> weights;
    private final double total;

    /** @param weights of the kinds, [0, ..), one of them above 0; a missing kind is never drawn */
    public FaultDeck(ShopParameters parameters, Map<FaultKind, Double> weights) {
        this.parameters = parameters;
        this.weights = new EnumMap<>(weights);
        this.total = weights.values().stream().mapToDouble(Double::doubleValue).sum();
        if (!(total > 0) || weights.values().stream().anyMatch(w -> !(w >= 0))) {
            throw new IllegalArgumentException("faults need weights of 0 or more, one of them above 0: " + weights);
        }
    }

    /** Equal weights. */
    public static Map<FaultKind, Double> evenly() {
        Map<FaultKind, Double> weights = new EnumMap<>(FaultKind.class);
        for (FaultKind kind : FaultKind.values()) {
            weights.put(kind, 1.0);
        }
        return weights;
    }

    public Fault draw(Dice dice, int number, long onsetMs) {
        FaultKind kind = kind(dice);
        List<Service> targets = kind.targets();
        Service target = targets.get(dice.below(targets.size()));
        FaultSize size = parameters.faults().get(kind);
        double severity = size.severity().draw(dice);
        long seconds = (long) (60 * size.minutes().draw(dice));
        return new Fault(number, kind, target, severity, onsetMs, onsetMs + 1_000 * seconds);
    }

    private FaultKind kind(Dice dice) {
        double left = dice.uniform() * total;
        FaultKind last = null;
        for (Map.Entry<FaultKind, Double> entry : weights.entrySet()) {
            if (entry.getValue() > 0) {
                last = entry.getKey();
                left -= entry.getValue();
                if (left < 0) {
                    break;
                }
            }
        }
        return last;
    }
}
