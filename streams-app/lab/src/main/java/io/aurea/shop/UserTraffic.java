package io.aurea.shop;

import java.util.ArrayList;
import java.util.List;

/** The number of users: a daily and weekly shape, noise, and bursts that are not faults. Not thread-safe. */
final class UserTraffic {
    private static final int NOISE_TOPIC = 1;
    private static final int ARRIVAL_TOPIC = 2;
    private static final int SURGE_TOPIC = 3;
    private static final long DAY = 86_400;
    private static final double RAMP_SECONDS = 60;
    /** The epoch was a Thursday. */
    private static final int SATURDAY = 2;

    private static final int SUNDAY = 3;

    private record Surge(long startSecond, double seconds, double size) {
        double factor(long second) {
            double in = second - startSecond;
            if (in < 0 || in > seconds) {
                return 1;
            }
            double edge = StrictMath.min(1, StrictMath.min(in, seconds - in) / RAMP_SECONDS);
            return 1 + (size - 1) * edge;
        }
    }

    private final ShopParameters.Traffic parameters;
    private final long seed;
    private final double memory;
    private final double kick;
    private final int[] users = new int[Operation.JOURNEYS];
    private double noise;
    private long surgeDay = Long.MIN_VALUE;
    private List<Surge> surges = List.of();

    UserTraffic(ShopParameters.Traffic parameters, long seed) {
        this.parameters = parameters;
        this.seed = seed;
        this.memory = StrictMath.exp(-1 / parameters.noiseSeconds());
        this.kick = parameters.noise() * StrictMath.sqrt(1 - memory * memory);
    }

    /** Requests of each journey in this second of the epoch. The array is reused. */
    int[] arrivals(long second) {
        noise = memory * noise + kick * Dice.of(seed, NOISE_TOPIC, second).normal();
        double rate = expected(second) * StrictMath.exp(noise);
        Dice dice = Dice.of(seed, ARRIVAL_TOPIC, second);
        for (int journey = 0; journey < users.length; journey++) {
            users[journey] = dice.poisson(rate * parameters.shares().get(journey));
        }
        return users;
    }

    /** Expected requests per second, without noise. */
    double expected(long second) {
        double angle =
                2 * StrictMath.PI * ((double) StrictMath.floorMod(second, DAY) / DAY - parameters.peakHour() / 24);
        double shape = 1 + parameters.swing() * StrictMath.cos(angle) + parameters.second() * StrictMath.cos(2 * angle);
        long day = StrictMath.floorDiv(second, DAY);
        int weekday = (int) StrictMath.floorMod(day, 7L);
        double week = weekday == SATURDAY || weekday == SUNDAY ? parameters.weekend() : 1;
        double surge = 1;
        for (Surge s : surges(day)) {
            surge *= s.factor(second);
        }
        return parameters.rate() * StrictMath.max(0, shape) * week * surge;
    }

    private List<Surge> surges(long day) {
        if (day != surgeDay) {
            surgeDay = day;
            surges = new ArrayList<>();
            Dice dice = Dice.of(seed, SURGE_TOPIC, day);
            for (int left = dice.rounded(parameters.surgesPerDay()); left > 0; left--) {
                double seconds = 60 * parameters.surgeMinutes().draw(dice);
                long start = day * DAY + (long) (dice.uniform() * (DAY - seconds));
                surges.add(new Surge(start, seconds, parameters.surgeSize().draw(dice)));
            }
        }
        return surges;
    }
}
