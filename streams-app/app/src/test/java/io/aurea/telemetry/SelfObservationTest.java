package io.aurea.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.aurea.observation.ObservationRules;
import io.aurea.schema.Observation;
import io.aurea.schema.ObservationKind;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SelfObservationTest {

    private static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
    private static final Duration INTERVAL = Duration.ofMillis(200);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final List<Observation> published = new CopyOnWriteArrayList<>();

    private interface Sampling {
        List<SampledValue> sample() throws Exception;
    }

    private record Named(String source, Sampling sampling) implements Sampler {
        @Override
        public List<SampledValue> sample() throws Exception {
            return sampling.sample();
        }
    }

    private final Sampler good = new Named("good", () -> List.of(SampledValue.metric("one", 1, "1")));

    @Test
    void shouldPublishReadingsAsObservations() {
        try (SelfObservation self = over(published::add, good)) {
            self.start();
            await().atMost(PATIENCE).until(() -> published.size() >= 2);
        }

        assertThat(published.get(0))
                .satisfies(run -> assertThat(run.getName()).isEqualTo("telemetry.good"))
                .satisfies(run -> assertThat(run.getSource()).isEqualTo("telemetry"))
                .satisfies(run -> assertThat(run.getSuccess()).isTrue());
        Observation one = published.get(1);
        assertThat(one.getTenantId()).isEqualTo("aurea");
        assertThat(one.getSource()).isEqualTo("good");
        assertThat(one.getKind()).isEqualTo(ObservationKind.METRIC);
        assertThat(one.getObservedAt()).isEqualTo(NOW);
        assertThat(one.getObservationId()).isEqualTo("good-2");
        assertThat(published)
                .allSatisfy(o -> assertThat(ObservationRules.violation(o)).isEmpty());
    }

    @Test
    void shouldPublishAFailureAndGoOnWithTheOthers() {
        Sampler broken = new Named("broken", () -> {
            throw new IOException("no\nluck");
        });

        try (SelfObservation self = over(published::add, broken, good)) {
            self.start();
            await().atMost(PATIENCE).until(() -> of("good").count() >= 2);
        }

        assertThat(runsOf("broken")).isNotEmpty().allSatisfy(run -> {
            assertThat(run.getKind()).isEqualTo(ObservationKind.OPERATION);
            assertThat(run.getSuccess()).isFalse();
            assertThat(run.getError()).isEqualTo("IOException: no");
        });
        assertThat(of("broken")).isEmpty();
    }

    @Test
    void shouldGoOnWithoutASamplerThatHangsForGood() {
        CountDownLatch never = new CountDownLatch(1);
        Sampler stuck = new Named("stuck", () -> {
            while (true) {
                try {
                    never.await();
                } catch (InterruptedException ignored) {
                    // As a native call reacts to an interrupt.
                }
            }
        });

        long closing;
        try (SelfObservation self = over(published::add, stuck, good)) {
            self.start();
            await().atMost(PATIENCE).until(() -> of("good").count() >= 3);
            closing = System.nanoTime();
        }

        assertThat(Duration.ofNanos(System.nanoTime() - closing)).isLessThan(Duration.ofSeconds(1));
        assertThat(runsOf("stuck"))
                .extracting(Observation::getError)
                .startsWith(
                        "TimeoutException: no answer within 200 ms",
                        "TimeoutException: still hangs from an earlier round");
    }

    @Test
    void shouldTakeUpASamplerAgainThatOnlyHungOnce() {
        CountDownLatch first = new CountDownLatch(1);
        Sampler slow = new Named("slow", () -> {
            if (first.getCount() == 1) {
                first.countDown();
                new CountDownLatch(1).await();
            }
            return List.of(SampledValue.metric("one", 1, "1"));
        });

        try (SelfObservation self = over(published::add, slow)) {
            self.start();
            await().atMost(PATIENCE).until(() -> of("slow").count() >= 1);
        }

        assertThat(runsOf("slow").get(0).getError()).isEqualTo("TimeoutException: no answer within 200 ms");
    }

    @Test
    void shouldSurviveAPublisherThatFails() {
        Consumer<Observation> failing = observation -> {
            published.add(observation);
            throw new IllegalStateException("closed");
        };

        try (SelfObservation self = over(failing, good)) {
            self.start();
            await().atMost(PATIENCE).until(() -> of("good").count() >= 2);
        }
    }

    @Test
    void shouldSampleEveryFiveSecondsOrTwiceACycle() {
        assertThat(SelfObservation.interval(Duration.ofSeconds(60))).isEqualTo(Duration.ofSeconds(5));
        assertThat(SelfObservation.interval(Duration.ofSeconds(10))).isEqualTo(Duration.ofSeconds(5));
        assertThat(SelfObservation.interval(Duration.ofSeconds(2))).isEqualTo(Duration.ofSeconds(1));
    }

    private static SelfObservation over(Consumer<Observation> publisher, Sampler... samplers) {
        return new SelfObservation(List.of(samplers), INTERVAL, CLOCK, publisher);
    }

    private Stream<Observation> of(String source) {
        return published.stream().filter(observation -> observation.getSource().equals(source));
    }

    private List<Observation> runsOf(String source) {
        return published.stream()
                .filter(observation -> observation.getName().equals("telemetry." + source))
                .toList();
    }
}
