package io.aurea.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.aurea.executor.Result;
import io.aurea.observation.ObservationRules;
import io.aurea.policy.PolicyFile;
import io.aurea.schema.Decision;
import io.aurea.schema.DecisionState;
import io.aurea.schema.Observation;
import io.aurea.schema.ObservationKind;
import io.aurea.schema.OutcomeStatus;
import io.aurea.shop.FaultKind;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CompletableFuture;
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

    /** Advances only when told. */
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

    /** On a thread of its own, like an executor. */
    private CompletableFuture<Result> begin(Decision decision) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return shop.handle(decision);
            } catch (InterruptedException interrupted) {
                throw new IllegalStateException(interrupted);
            }
        });
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
        Instant asked = clock.instant();
        CompletableFuture<Result> pending = begin(decision(d -> d));
        Awaitility.await().until(() -> {
            clock.advance(Duration.ofSeconds(1));
            return pending.isDone();
        });

        assertThat(pending.get().status()).isEqualTo(OutcomeStatus.SUCCEEDED);
        assertThat(Duration.between(asked, clock.instant())).isGreaterThan(Duration.ofSeconds(5));
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
        CompletableFuture<Result> pending = begin(decision(d -> d.setAction("fail_over")));
        Awaitility.await().until(() -> {
            clock.advance(Duration.ofSeconds(1));
            return pending.isDone();
        });

        assertThat(pending.get()).isEqualTo(Result.failed("frontend has nothing to fail over"));
    }

    @Test
    void shouldNoteWhatOnlyInforms() throws Exception {
        open(published::add);
        Decision inform = decision(d -> d.setAction("review_goal").setJudged(false));

        assertThat(shop.handle(inform)).isEqualTo(Result.succeeded("noted for the people of the shop"));
    }

    @Test
    void shouldSayThatNobodyKnowsWhenItClosesInAnAction() throws Exception {
        open(published::add);
        CompletableFuture<Result> pending = begin(decision(d -> d));
        // Requests to the shop are queued, and so is this.
        CompletableFuture<Result> behind =
                begin(decision(d -> d.setDecisionId("d-2").setTarget("cart")));
        Awaitility.await().until(() -> shop.underWay() == 2);
        shop.close();

        assertThat(List.of(pending.get(10, TimeUnit.SECONDS), behind.get(10, TimeUnit.SECONDS)))
                .containsOnly(Result.timedOut("the shop closed before the action ended"));
    }

    @Test
    void shouldRepeatTheFiguresOfTheOfficeForEachCycle() {
        open(published::add);
        clock.advance(Duration.ofSeconds(61));
        Awaitility.await().until(() -> !figures().isEmpty());
        Awaitility.await().until(() -> {
            clock.advance(Duration.ofSeconds(1));
            return figures().size() >= 3;
        });

        assertThat(figures().stream().map(Observation::getValue).distinct()).hasSize(1);
        assertThat(figures()).extracting(Observation::getObservedAt).doesNotHaveDuplicates();
        assertThat(published)
                .allSatisfy(o -> assertThat(ObservationRules.violation(o)).isEmpty());
    }

    private List<Observation> figures() {
        return published.stream()
                .filter(o -> o.getSource().equals("backoffice") && o.getName().equals("overdue_total"))
                .toList();
    }

    @Test
    void shouldHaveAPolicyThatIsInOrder() {
        assertThat(PolicyFile.parse(DemoShop.policy(), 1).decisions().rules()).isNotNull();
    }

    @Test
    void shouldLetTheDatabaseFollowTheFrontendAndLeaveQuietTimeBetween() {
        DemoSchedule schedule = new DemoSchedule(DemoShop.parameters(), 5, 0);

        assertThat(schedule.next().kind()).isEqualTo(FaultKind.FRONTEND_DOWN);
        assertThat(schedule.next().onsetMs()).isEqualTo(20_000);
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
