package io.aurea.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.aurea.schema.Decision;
import io.aurea.schema.DecisionState;
import io.aurea.schema.Observation;
import io.aurea.schema.ObservationKind;
import io.aurea.schema.Outcome;
import io.aurea.schema.OutcomeStatus;
import io.aurea.shop.FaultKind;
import io.aurea.window.ObservationRules;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DemoShopTest {
    private static final Instant START = Instant.parse("2026-01-31T12:00:00.400Z");

    /** Goes on only when told. */
    private static final class HandClock extends Clock {
        private final AtomicReference<Instant> now = new AtomicReference<>(START);

        void advance(Duration time) {
            now.updateAndGet(before -> before.plus(time));
        }

        @Override
        public Instant instant() {
            return now.get();
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException();
        }
    }

    private final HandClock clock = new HandClock();
    private final List<Observation> published = new CopyOnWriteArrayList<>();

    private DemoShop shop;

    private void open(Consumer<Observation> publisher) {
        shop = new DemoShop(DemoShop.parameters(), 5, clock, publisher);
        shop.start();
    }

    @AfterEach
    void close() {
        if (shop != null) {
            shop.close();
        }
    }

    private static Decision decision(UnaryOperator<Decision.Builder> changed) {
        return changed.apply(Decision.newBuilder()
                        .setTenantId("demo-shop")
                        .setDecisionId("d-1")
                        .setState(DecisionState.DISPATCHED)
                        .setAction("restart")
                        .setTarget("frontend")
                        .setValidUntil(START.plusSeconds(600)))
                .build();
    }

    private Outcome outcome(Decision decision) throws Exception {
        return shop.execute(decision).get(10, TimeUnit.SECONDS);
    }

    @Test
    void shouldPublishEachSecondOnceItHasPassed() {
        open(published::add);
        clock.advance(Duration.ofSeconds(3));
        Awaitility.await().until(() -> published.stream().anyMatch(this::ofTheLastSecond));

        assertThat(published).allSatisfy(o -> {
            assertThat(ObservationRules.violation(o)).isEmpty();
            assertThat(o.getTenantId()).isEqualTo("demo-shop");
            assertThat(o.getObservedAt()).isBetween(Instant.parse("2026-01-31T12:00:00Z"), clock.instant());
        });
    }

    private boolean ofTheLastSecond(Observation o) {
        return !o.getObservedAt().isBefore(Instant.parse("2026-01-31T12:00:02Z"));
    }

    @Test
    void shouldNotPublishWhatWouldComeLate() {
        open(published::add);
        clock.advance(Duration.ofSeconds(40));
        Awaitility.await().until(() -> !published.isEmpty());

        assertThat(published).extracting(Observation::getObservedAt).allSatisfy(at -> assertThat(at)
                .isAfter(clock.instant().minusSeconds(7)));
    }

    @Test
    void shouldGoOnWhenThePublisherFails() {
        open(o -> {
            published.add(o);
            throw new IllegalStateException("no broker");
        });
        clock.advance(Duration.ofSeconds(3));
        Awaitility.await().until(() -> published.stream().anyMatch(this::ofTheLastSecond));
    }

    @Test
    void shouldBreakTheFrontendFirstAndRepairItByDecision() throws Exception {
        open(published::add);
        clock.advance(Duration.ofSeconds(66));
        Awaitility.await().until(() -> published.stream()
                .anyMatch(o ->
                        o.getKind() == ObservationKind.HEALTH && o.getSource().equals("frontend") && !o.getSuccess()));
        var pending = shop.execute(decision(d -> d));
        Awaitility.await().until(() -> {
            clock.advance(Duration.ofSeconds(1));
            return pending.isDone();
        });
        Outcome outcome = pending.get();

        assertThat(outcome.getStatus()).isEqualTo(OutcomeStatus.SUCCEEDED);
        assertThat(outcome.getDecisionId()).isEqualTo("d-1");
        assertThat(outcome.getExecutor()).isEqualTo("demo-shop");
        assertThat(Duration.between(outcome.getStartedAt(), outcome.getFinishedAt()))
                .isBetween(Duration.ofSeconds(5), Duration.ofSeconds(30));
        published.clear();
        Awaitility.await().until(() -> {
            clock.advance(Duration.ofSeconds(1));
            return published.stream()
                    .anyMatch(o -> o.getKind() == ObservationKind.HEALTH
                            && o.getSource().equals("frontend")
                            && o.getSuccess());
        });
    }

    @Test
    void shouldFailWhatTheShopCannotDo() throws Exception {
        open(published::add);
        var pending = shop.execute(decision(d -> d.setAction("fail_over")));
        clock.advance(Duration.ofSeconds(2));
        Outcome outcome = pending.get(10, TimeUnit.SECONDS);

        assertThat(outcome.getStatus()).isEqualTo(OutcomeStatus.FAILED);
        assertThat(outcome.getError()).isEqualTo("frontend has nothing to fail over");
        assertThat(outcome.getMessage()).isNull();
    }

    @Test
    void shouldSkipWhatIsNotToBeCarriedOut() throws Exception {
        open(published::add);
        assertThat(outcome(decision(d -> d.setTenantId("other"))).getMessage())
                .isEqualTo("the decision is of tenant other, not of demo-shop");
        assertThat(outcome(decision(d -> d.setState(DecisionState.AWAITING_APPROVAL)))
                        .getMessage())
                .isEqualTo("the decision is AWAITING_APPROVAL, not DISPATCHED");
        assertThat(outcome(decision(d -> d.setDryRun(true))).getMessage()).isEqualTo("the decision is a dry run");
        assertThat(outcome(decision(d -> d.setValidUntil(START.minusSeconds(1)))))
                .satisfies(o -> assertThat(o.getStatus()).isEqualTo(OutcomeStatus.SKIPPED));
        shop.execute(decision(d -> d));
        assertThat(outcome(decision(d -> d)).getMessage()).isEqualTo("the decision is being carried out already");
    }

    @Test
    void shouldLetTheDatabaseFollowTheFrontendAndLeaveQuietTimeBetween() {
        DemoSchedule schedule = new DemoSchedule(DemoShop.parameters(), 5, 0);

        assertThat(schedule.next().kind()).isEqualTo(FaultKind.FRONTEND_DOWN);
        assertThat(schedule.next().onsetMs()).isEqualTo(60_000);
        long end = schedule.next().endMs();
        schedule.advance();
        assertThat(schedule.next().kind()).isEqualTo(FaultKind.SLOW_DATABASE);
        for (int i = 0; i < 50; i++) {
            assertThat(schedule.next().onsetMs() - end).isBetween(119_000L, 240_000L);
            end = schedule.next().endMs();
            schedule.advance();
        }
    }
}
