package io.aurea.sink;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RetryTest {

    @Test
    void shouldDoubleItsPausesUpToTheLongest() {
        Retry retry = new Retry(100, 1_000, 60_000);

        assertThat(new long[] {
                    retry.failed(0), retry.failed(1), retry.failed(2), retry.failed(3), retry.failed(4), retry.failed(5)
                })
                .containsExactly(100, 200, 400, 800, 1_000, 1_000);
    }

    @Test
    void shouldGiveUpWhenTheTimeIsUp() {
        Retry retry = new Retry(100, 1_000, 5_000);

        assertThat(retry.failed(10_000)).isEqualTo(100);
        assertThat(retry.failed(14_999)).isEqualTo(200);
        assertThat(retry.failed(15_000)).isEqualTo(-1);
    }

    @Test
    void shouldBeginAnewAfterASuccess() {
        Retry retry = new Retry(100, 1_000, 5_000);
        retry.failed(0);
        retry.failed(1);
        retry.succeeded();

        assertThat(retry.failed(100_000)).isEqualTo(100);
    }

    @Test
    void shouldNotTryAtAllWithoutTime() {
        assertThat(new Retry(100, 1_000, 0).failed(0)).isEqualTo(-1);
    }
}
