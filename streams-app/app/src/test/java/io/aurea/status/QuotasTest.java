package io.aurea.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.aurea.status.Instance.Answer;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** How many requests a minute are answered, of whom. */
class QuotasTest {
    private final AtomicLong now = new AtomicLong();
    private final Quotas quotas = new Quotas(4, 2, now::get);

    private OptionalLong take(String address) {
        return quotas.take(Optional.empty(), address);
    }

    @Test
    void shouldSayWhenTheNextRequestIsWithinTheQuota() {
        assertThat(take("10.0.0.1")).isEmpty();
        assertThat(take("10.0.0.1")).isEmpty();
        assertThat(take("10.0.0.1")).hasValue(30);
        now.addAndGet(TimeUnit.SECONDS.toNanos(10));
        assertThat(take("10.0.0.1")).hasValue(20);
        now.addAndGet(TimeUnit.SECONDS.toNanos(20));
        assertThat(take("10.0.0.1")).isEmpty();
        assertThat(take("10.0.0.1")).hasValue(30);
        assertThat(quotas.refused()).isEqualTo(3);
    }

    @Test
    void shouldSaveNoMoreThanAMinute() {
        take("10.0.0.1");
        now.addAndGet(TimeUnit.HOURS.toNanos(5));
        assertThat(take("10.0.0.1")).isEmpty();
        assertThat(take("10.0.0.1")).isEmpty();
        assertThat(take("10.0.0.1")).isPresent();
    }

    @Test
    void shouldCountEachAddressAndEachTokenByItself() {
        for (int i = 0; i < 2; i++) {
            assertThat(take("10.0.0.1")).isEmpty();
            assertThat(take("10.0.0.2")).isEmpty();
        }
        assertThat(take("10.0.0.1")).isPresent();
        for (int i = 0; i < 4; i++) {
            assertThat(quotas.take(Optional.of("bob"), "10.0.0.1")).isEmpty();
            assertThat(quotas.take(Optional.of("10.0.0.2"), "10.0.0.1")).isEmpty();
        }
        assertThat(quotas.take(Optional.of("bob"), "10.0.0.9")).hasValue(15);
    }

    @Test
    void shouldTakeANetworkOfSixthVersionForOneCaller() {
        assertThat(take("2001:db8:0:1::1")).isEmpty();
        assertThat(take("[2001:db8:0:1:ffff::2]")).isEmpty();
        assertThat(take("2001:db8::1:0:0:0:3")).isPresent();
        assertThat(take("2001:db8:0:2::1")).isEmpty();
        assertThat(take("fe80::1%eth0")).isEmpty();
    }

    @Test
    void shouldForgetWhoWasHeardLongestAgo() {
        take("10.0.0.1");
        take("10.0.0.1");
        for (int i = 0; i < 10_000; i++) {
            take("10.1." + i / 256 + "." + i % 256);
        }
        assertThat(take("10.0.0.1")).isEmpty();
        assertThat(take("10.1.39.15")).as("the last one").isEmpty();
        assertThat(take("10.1.39.15")).isPresent();
    }

    @Test
    void shouldAnswerWith429ButProbesAlways() throws Exception {
        try (Instance api = new Instance(
                new NoViews(),
                Map.of(
                        "http.token",
                        Instance.OPERATOR,
                        "http.address.requests.per.minute.max",
                        "3",
                        "http.token.requests.per.minute.max",
                        "2"))) {
            for (int i = 0; i < 3; i++) {
                assertThat(api.get("/tenants").status()).isEqualTo(200);
            }
            Answer refused = api.get("/tenants");
            assertThat(refused.status()).isEqualTo(429);
            assertThat(Long.parseLong(refused.header("Retry-After").orElseThrow()))
                    .isBetween(1L, 20L);
            assertThat(refused.json().path("type").asText()).isEqualTo("urn:aurea:problem:quota-exceeded");
            assertThat(refused.json().path("detail").asText()).contains("http.address.requests.per.minute.max");
            assertThat(api.get("/tenants", Instance.bearer("a-wrong-token-0123456789"))
                            .status())
                    .as("a token that nobody has is no way around it")
                    .isEqualTo(429);
            assertThat(api.send("GET", "/no/such/path", null).statusCode()).isEqualTo(429);
            assertThat(api.get("/tenants", Instance.bearer(Instance.OPERATOR)).status())
                    .isEqualTo(200);
            assertThat(api.get("/tenants", Instance.bearer(Instance.OPERATOR)).status())
                    .isEqualTo(200);
            Answer token = api.get("/tenants", Instance.bearer(Instance.OPERATOR));
            assertThat(token.status()).isEqualTo(429);
            assertThat(token.json().path("detail").asText()).contains("http.token.requests.per.minute.max");
            for (int i = 0; i < 20; i++) {
                assertThat(api.get("/health/live").status()).isEqualTo(200);
                assertThat(api.get("/health/ready").status()).isEqualTo(200);
            }
        }
    }
}
