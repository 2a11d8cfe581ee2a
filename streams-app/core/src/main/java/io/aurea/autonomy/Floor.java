package io.aurea.autonomy;

import io.aurea.autonomy.AutonomySettings.FloorSettings;
import io.aurea.chance.RateTest;
import io.aurea.state.Codec;

/**
 * Whether a loop's actions are verified often enough to keep its level: a test that may be evaluated after every judged
 * action, see {@link RateTest}. Immutable.
 *
 * <p>With the default floor of 0.5 and an error of 1 %, a loop whose true rate is 0.5 or more loses a level with a
 * probability of at most 1 % over any number of actions; one with 0.3 loses it after 62 actions on average, one with
 * 0.1 after 15, and one that never helps after 10. After a long good record it takes longer: with 0.3 after 500 at 0.8,
 * 160.
 *
 * @param test since the last loss of a level
 */
public record Floor(RateTest test) {
    public static final Codec<Floor> CODEC =
            Codec.of(2, (f, out) -> f.test.write(out), in -> new Floor(RateTest.read(in)));

    /**
     * Evidence against the loop.
     *
     * @param rate verified share of its last judged actions
     * @param judged number of those
     * @param floor the required rate
     * @param error probability of such evidence against a loop that reaches the floor
     */
    public record Fall(double rate, int judged, double floor, double error) {}

    public static Floor of(FloorSettings settings) {
        return new Floor(RateTest.of(settings.verifiedRate()));
    }

    /** Counts a judged action. A policy with another floor restarts the test. */
    public Floor after(boolean verified, FloorSettings settings) {
        Floor from = test.rate() == settings.verifiedRate() ? this : of(settings);
        return new Floor(from.test.after(verified));
    }

    /** Whether a level is to be lost. */
    public boolean undercut(FloorSettings settings) {
        return test.rate() == settings.verifiedRate() && test.refuted(settings.error());
    }
}
