package io.aurea.autonomy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aurea.autonomy.AutonomySettings.FloorSettings;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class FloorTest {
    private static final FloorSettings SETTINGS = AutonomySettings.DEFAULTS.floor();

    /** @return actions until a level is lost; 0: never */
    private static int lost(long seed, double rate, int actions) {
        Random random = new Random(seed);
        Floor floor = Floor.of(SETTINGS);
        for (int n = 1; n <= actions; n++) {
            floor = floor.after(random.nextDouble() < rate, SETTINGS);
            if (floor.undercut(SETTINGS)) {
                return n;
            }
        }
        return 0;
    }

    /** A rate over the last 20 lost a level with probability 0.84 within 200 actions. */
    @Test
    void shouldLeaveALoopThatIsGoodEnoughItsLevel() {
        int lost = 0;
        for (int run = 0; run < 1_000; run++) {
            lost += lost(run, 0.65, 5_000) > 0 ? 1 : 0;
        }
        assertThat(lost / 1_000.0).isLessThanOrEqualTo(0.01);
    }

    @Test
    void shouldTakeALevelFromOneThatIsNot() {
        long sum = 0;
        for (int run = 0; run < 1_000; run++) {
            int at = lost(run, 0.3, 5_000);
            assertThat(at).isPositive();
            sum += at;
        }
        assertThat(sum / 1_000.0).as("as its documentation says").isBetween(58.0, 66.0);
    }

    @Test
    void shouldBeginAnewWithAnotherFloorAndNeverActWithNone() {
        Floor floor = Floor.of(SETTINGS);
        for (int n = 0; n < 12; n++) {
            floor = floor.after(false, SETTINGS);
        }
        assertThat(floor.undercut(SETTINGS)).isTrue();
        FloorSettings lower = new FloorSettings(0.2, 0.01);
        assertThat(floor.undercut(lower)).isFalse();
        assertThat(floor.after(false, lower).test().trials()).isOne();
        FloorSettings none = new FloorSettings(0, 0.01);
        for (int n = 0; n < 1_000; n++) {
            floor = floor.after(false, none);
        }
        assertThat(floor.undercut(none)).isFalse();
    }

    @Test
    void shouldRefuseSettingsThatAreNone() {
        assertThatThrownBy(() -> new FloorSettings(1.1, 0.01)).hasMessage("verified_rate is 1.1; allowed: [0, 1]");
        assertThatThrownBy(() -> new FloorSettings(0.5, 0)).hasMessage("error is 0.0; allowed: (0, 1)");
    }

    @Property(tries = 100)
    void shouldGoOnAfterDecoding(@ForAll long seed) {
        Random random = new Random(seed);
        Floor floor = Floor.of(SETTINGS);
        for (int n = 0; n < 200; n++) {
            boolean verified = random.nextBoolean();
            Floor whole = floor.after(verified, SETTINGS);
            floor = Floor.CODEC.decode(Floor.CODEC.encode(floor)).after(verified, SETTINGS);
            assertThat(floor).isEqualTo(whole);
        }
    }
}
