package io.aurea.evaluate;

import io.aurea.shop.Dice;
import io.aurea.shop.Fault;
import io.aurea.shop.FaultDeck;
import io.aurea.shop.FaultKind;
import io.aurea.shop.ShopParameters;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What happens to the shop, whichever arm heals it: a fault-free day, then one fault after another with quiet time
 * before each, and more fault-free days in between. Fault-free days have a maintenance window. Times are epoch
 * milliseconds. Immutable.
 *
 * @param seed of the shop itself
 * @param endMs exclusive
 * @param faults in order of onset; each ends before the next begins, even if nobody cures it
 */
record Timeline(long seed, long startMs, long endMs, List<Fault> faults, List<PlannedWork> maintenances) {

    /** A planned restart of the database, announced to operators an hour ahead; [startMs, endMs). */
    record PlannedWork(long startMs, long endMs) {
        static final long NOTICE_MS = 3_600_000;
    }

    /** A Monday. */
    static final long START_MS = 1_767_571_200_000L;

    private static final int TOPIC = 51;

    /** Derives another seed from the one used for measuring. */
    private static final long LESSONS = 0x5DEECE66DL;

    private static final long MINUTE = 60_000;
    private static final long HOUR = 60 * MINUTE;
    private static final long DAY = 24 * HOUR;

    /** @param episodes number of faults, [1, ..) */
    static Timeline of(
            ShopParameters parameters, Map<FaultKind, Double> weights, long seed, int episodes, long startMs) {
        FaultDeck deck = new FaultDeck(parameters, weights);
        ShopParameters.Schedule schedule = parameters.schedule();
        List<Fault> faults = new ArrayList<>();
        List<PlannedWork> maintenances = new ArrayList<>();
        long now = startMs;
        for (int number = 1; number <= episodes; number++) {
            if (schedule.faultsPerQuietDay() > 0 && (number - 1) % schedule.faultsPerQuietDay() == 0) {
                maintenances.add(maintenance(schedule, now));
                now += DAY + HOUR;
            }
            Dice dice = Dice.of(seed, TOPIC, number);
            double quiet = schedule.quietMinutes().draw(dice);
            long onset = now + 1_000 * (long) (60 * quiet);
            Fault fault = deck.draw(dice, number, onset);
            faults.add(fault);
            now = fault.endMs();
        }
        return new Timeline(seed, startMs, now + HOUR, List.copyOf(faults), List.copyOf(maintenances));
    }

    /**
     * Another timeline, to learn from: as many faults of the same kinds, drawn differently, and quiet time until the
     * end.
     *
     * @param endMs exclusive
     */
    static Timeline before(
            ShopParameters parameters, Map<FaultKind, Double> weights, long seed, int episodes, long endMs) {
        long otherSeed = seed ^ LESSONS;
        Timeline drawn = of(parameters, weights, otherSeed, episodes, endMs);
        long days = -Math.floorDiv(drawn.startMs - drawn.endMs, DAY);
        Timeline earlier = of(parameters, weights, otherSeed, episodes, endMs - days * DAY);
        return new Timeline(otherSeed, earlier.startMs, endMs, earlier.faults, earlier.maintenances);
    }

    /** The first maintenance hour after this time. */
    private static PlannedWork maintenance(ShopParameters.Schedule schedule, long fromMs) {
        long hour = (long) (schedule.maintenanceHour() * HOUR);
        long start = Math.floorDiv(fromMs, DAY) * DAY + hour;
        if (start < fromMs) {
            start += DAY;
        }
        return new PlannedWork(start, start + schedule.maintenanceMinutes() * MINUTE);
    }

    double days() {
        return (double) (endMs - startMs) / DAY;
    }
}
