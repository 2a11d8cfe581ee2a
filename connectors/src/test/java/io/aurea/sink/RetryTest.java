package io.aurea.sink;

import static org.assertj.core.api.Assertions.assertThat;

import io.aurea.backoff.Backoff;
import org.junit.jupiter.api.Test;

class RetryTest {

    @Test
    void shouldGiveUpWhenTheTimeIsUp() {
        Retry retry = new Retry(new Backoff(100, 1_000), 5_000);

        assertThat(retry.failed(10_000)).isEqualTo(100);
        assertThat(retry.failed(14_999)).isEqualTo(200);
        assertThat(retry.failed(15_000)).isEqualTo(-1);
    }

    @Test
    void shouldBeginAnewAfterASuccess() {
        Retry retry = new Retry(new Backoff(100, 1_000), 5_000);
        retry.failed(0);
        retry.failed(1);
        retry.succeeded();

        assertThat(retry.failed(100_000)).isEqualTo(100);
    }

    @Test
    void shouldNotTryAtAllWithoutTime() {
        assertThat(new Retry(new Backoff(100, 1_000), 0).failed(0)).isEqualTo(-1);
    }
}
