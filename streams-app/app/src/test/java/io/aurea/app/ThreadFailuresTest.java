package io.aurea.app;

import static org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse.REPLACE_THREAD;
import static org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.streams.errors.StreamsException;
import org.junit.jupiter.api.Test;

class ThreadFailuresTest {
    private static final Duration OUTAGE = Duration.ofHours(1);
    private long nanos;
    private long pauseMs;

    /** Both threads die of it as soon as they are back, in no time. */
    @Test
    void shouldOutlastAnOutageOfHoursWithTwoThreads() {
        ThreadFailures failures = threads(2);
        int[] deaths = new int[2];
        long[] due = new long[2];
        while (Math.min(due[0], due[1]) < OUTAGE.toNanos()) {
            int thread = due[0] <= due[1] ? 0 : 1;
            nanos = due[thread];
            assertThat(failures.handle(new StreamsException(new TimeoutException("no registry"))))
                    .isEqualTo(REPLACE_THREAD);
            deaths[thread]++;
            due[thread] += Duration.ofMillis(pauseMs).toNanos();
        }
        assertThat(deaths[0]).isGreaterThan(50);
        assertThat(failures.fatal()).isEmpty();
    }

    @Test
    void shouldEndTheAppWhenThreadsDieTooOftenOrOfAnythingElse() {
        ThreadFailures failures = threads(1);
        for (int i = 0; i < 20; i++) {
            assertThat(failures.handle(new TimeoutException("no"))).isEqualTo(REPLACE_THREAD);
        }
        assertThat(failures.handle(new TimeoutException("no more"))).isEqualTo(SHUTDOWN_CLIENT);
        assertThat(failures.fatal()).contains("no more");

        ThreadFailures others = threads(1);
        assertThat(others.handle(new IllegalStateException("a bug"))).isEqualTo(SHUTDOWN_CLIENT);
        assertThat(others.fatal()).contains("a bug");
    }

    private ThreadFailures threads(int count) {
        return new ThreadFailures(count, () -> nanos, ms -> pauseMs = ms);
    }
}
