package io.aurea.demo;

import io.aurea.shop.Dice;
import io.aurea.shop.Fault;
import io.aurea.shop.FaultDeck;
import io.aurea.shop.FaultKind;
import io.aurea.shop.ShopParameters;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The faults of the live shop: first the frontend, soon after the start, since that is noticed without history; then
 * the database; then at random. Not thread-safe.
 */
final class DemoSchedule {
    private static final int TOPIC = 61;
    private static final long FIRST_MS = 20_000;
    private static final List<FaultKind> OPENING = List.of(FaultKind.FRONTEND_DOWN, FaultKind.SLOW_DATABASE);

    private final ShopParameters parameters;
    private final long seed;
    private int drawn;
    private Fault next;

    DemoSchedule(ShopParameters parameters, long seed, long startMs) {
        this.parameters = parameters;
        this.seed = seed;
        this.next = draw(Dice.of(seed, TOPIC, 0), startMs + FIRST_MS);
    }

    /** The next fault; the one after it begins after a quiet time. */
    Fault next() {
        return next;
    }

    /** Advances to the fault after that. */
    void advance() {
        Dice dice = Dice.of(seed, TOPIC, drawn);
        double quiet = parameters.schedule().quietMinutes().draw(dice);
        next = draw(dice, next.endMs() + 1_000 * (long) (60 * quiet));
    }

    private Fault draw(Dice dice, long onsetMs) {
        Map<FaultKind, Double> weights = FaultDeck.evenly();
        if (drawn < OPENING.size()) {
            weights = new EnumMap<>(Map.of(OPENING.get(drawn), 1.0));
        }
        drawn++;
        return new FaultDeck(parameters, weights).draw(dice, drawn, onsetMs);
    }
}
