package io.aurea.work;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TimedBudgetTest {
    private long nanos;
    private TimedBudget budget;

    @BeforeEach
    void begin() {
        budget = new TimedBudget(() -> nanos, 10, Duration.ofMillis(100), Duration.ofMillis(250));
        budget.begin();
    }

    @Test
    void shouldEndASliceAfterItsUnits() {
        assertThat(budget.spend(9)).isFalse();
        assertThat(budget.spend(1)).isTrue();
        budget.end();
        budget.begin();
        assertThat(budget.spend(9)).isFalse();
    }

    @Test
    void shouldEndASliceAfterItsTime() {
        pass(99);
        assertThat(budget.spend(1)).isFalse();
        pass(1);
        assertThat(budget.spend(1)).isTrue();
    }

    @Test
    void shouldCutSlicesShortBetweenTwoCommits() {
        for (int slice = 0; slice < 3; slice++) {
            pass(80);
            budget.end();
            pass(1_000);
            budget.begin();
        }
        assertThat(budget.spend(1)).isFalse();
        pass(10);
        assertThat(budget.spend(1)).isTrue();
        budget.end();

        budget.begin();
        assertThat(budget.spend(1)).isTrue();
        budget.end();

        budget.committed();
        budget.begin();
        assertThat(budget.spend(1)).isFalse();
    }

    private void pass(long ms) {
        nanos += Duration.ofMillis(ms).toNanos();
    }
}
