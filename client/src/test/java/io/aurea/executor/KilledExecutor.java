package io.aurea.executor;

import java.time.Duration;
import java.util.Map;

/** An executor in a process of its own, whose handler prints its decision and then never ends. */
final class KilledExecutor {
    private KilledExecutor() {}

    /** @param args bootstrap servers, registry URL, group id */
    public static void main(String[] args) throws InterruptedException {
        // The group notices its death when its session times out.
        Map<String, Object> settings =
                Map.of("bootstrap.servers", args[0], "schema.registry.url", args[1], "session.timeout.ms", 6_000);
        try (Subscription subscription = Decisions.subscribe(settings, args[2])
                .handle(DecisionFilter.ALL, decision -> {
                    System.out.println("begun " + decision.getDecisionId());
                    Thread.sleep(600_000);
                    return Result.succeeded("done");
                })
                .start()) {
            if (subscription.awaitReady(Duration.ofSeconds(60))) {
                System.out.println("ready");
            }
            subscription.awaitEnd(Duration.ofMinutes(10));
        }
    }
}
