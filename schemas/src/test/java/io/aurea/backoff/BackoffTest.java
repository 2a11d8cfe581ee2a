package io.aurea.backoff;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BackoffTest {

    @Test
    void shouldDoubleItsPausesUpToTheLongest() {
        Backoff backoff = new Backoff(100, 1_000);
        assertThat(IntStream.range(0, 6).mapToLong(backoff::pauseMs))
                .containsExactly(100L, 200L, 400L, 800L, 1_000L, 1_000L);
    }

    @Test
    void shouldStayAtTheLongestHoweverOftenItFails() {
        assertThat(new Backoff(1, Long.MAX_VALUE).pauseMs(Integer.MAX_VALUE)).isEqualTo(1L << 62);
        assertThat(new Backoff(250, 10_000).pauseMs(Integer.MAX_VALUE)).isEqualTo(10_000);
        assertThat(new Backoff(0, 10_000).pauseMs(7)).isZero();
    }

    @Test
    void shouldKeepTheFirstPauseWhereTheLongestIsLess() {
        assertThat(new Backoff(500, 100).pauseMs(3)).isEqualTo(500);
    }

    @Test
    void shouldSpreadItsPausesAndNeverExceedTheLongest() {
        Backoff backoff = new Backoff(100, 1_000, 0.2);
        assertThat(IntStream.range(0, 1_000).mapToLong(i -> backoff.pauseMs(1)))
                .allSatisfy(pause -> assertThat(pause).isBetween(160L, 240L))
                .anySatisfy(pause -> assertThat(pause).isLessThan(200))
                .anySatisfy(pause -> assertThat(pause).isGreaterThan(200));
        assertThat(IntStream.range(0, 1_000).mapToLong(i -> backoff.pauseMs(9)))
                .allSatisfy(pause -> assertThat(pause).isBetween(800L, 1_000L));
    }
}
