package io.aurea.executor;

import io.aurea.schema.DecisionState;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** The example in docs/EXECUTORS.md; {@code ExecutorsDocumentTest} compares the two, {@code DecisionsIT} runs it. */
final class ExecutorExample {

    /** Whatever restarts things. */
    interface Orchestrator {
        void restart(String target);
    }

    /** Whatever calls people. */
    interface Pager {
        void call(String text);
    }

    private ExecutorExample() {}

    static void run(String kafka, String registry, Orchestrator orchestrator, Pager pager, CountDownLatch stop)
            throws InterruptedException {
        // EXECUTORS: begin
        Map<String, Object> settings = Map.of("bootstrap.servers", kafka, "schema.registry.url", registry);
        DecisionFilter shop = DecisionFilter.ALL.tenant("shop");
        try (Subscription subscription = Decisions.subscribe(settings, "shop-operations")
                .handle(shop.action("restart"), decision -> {
                    orchestrator.restart(decision.getTarget());
                    return Result.succeeded("restarted " + decision.getTarget());
                })
                .tell(DecisionState.ESCALATED, shop, decision -> {
                    pager.call(decision.getDescription());
                    return Result.succeeded("called");
                })
                .timeLimit(Duration.ofMinutes(1))
                .start()) {
            subscription.awaitReady(Duration.ofSeconds(30));
            stop.await();
        }
        // EXECUTORS: end
    }
}
