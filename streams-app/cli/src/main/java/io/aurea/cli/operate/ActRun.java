package io.aurea.cli.operate;

import io.aurea.act.Handlers;
import io.aurea.cli.ExitCode;
import io.aurea.cli.Logging;
import io.aurea.cli.OrderlyStop;
import io.aurea.cli.UserError;
import io.aurea.executor.DecisionListener;
import io.aurea.executor.Decisions;
import io.aurea.executor.Result;
import io.aurea.executor.Subscription;
import io.aurea.installation.Installation;
import io.aurea.registry.RegistryConfig;
import io.aurea.schema.Decision;
import io.aurea.schema.Incident;
import io.aurea.schema.IncidentNews;
import io.aurea.schema.Outcome;
import io.aurea.schema.OutcomeStatus;
import io.aurea.settings.KafkaClients;
import io.aurea.topic.RecordKeys;
import io.aurea.topic.TopicSerdes;
import io.aurea.topic.Topics;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One run of {@code act}: carries out decisions until a signal or the end of the subscription. */
final class ActRun {

    private static final Logger LOG = LoggerFactory.getLogger(ActRun.class);
    private static final Duration WATCH_INTERVAL = Duration.ofMillis(500);

    /** How long running handlers get at the end, within the limit of {@link OrderlyStop} for everything. */
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(4);

    private static final Map<String, Object> IMPATIENT = Map.of(RegistryConfig.MAX_RETRIES_CONFIG, 2);

    private final Installation at;
    private final Handlers handlers;
    private final String group;
    private final int maxInFlight;
    private final OrderlyStop stop;

    ActRun(Installation at, Handlers handlers, String group, int maxInFlight, PrintWriter err) {
        this.at = at;
        this.handlers = handlers;
        this.group = group;
        this.maxInFlight = maxInFlight;
        this.stop = new OrderlyStop(err);
    }

    /** Logs what becomes of each decision, and of the news of incidents. */
    private static final class Log implements DecisionListener {
        @Override
        public void answered(Decision decision, Outcome outcome) {
            LOG.info(
                    "{}: {} {} {}: {}",
                    name(decision),
                    decision.getAction(),
                    decision.getTarget(),
                    outcome.getStatus(),
                    outcome.getError() == null ? outcome.getMessage() : outcome.getError());
        }

        @Override
        public void told(Decision decision, Result result) {
            LOG.info(
                    "{}: told that it is {}: {} {}",
                    name(decision),
                    decision.getState(),
                    result.status(),
                    result.text());
        }

        @Override
        public void told(IncidentNews news, Incident incident, Result result) {
            String line = "{}: told of {}: {} {}";
            String name = RecordKeys.of(incident.getTenantId(), incident.getIncidentId());
            if (result.status() == OutcomeStatus.SUCCEEDED) {
                LOG.info(line, name, news, result.status(), result.text());
            } else {
                LOG.warn(line, name, news, result.status(), result.text());
            }
        }

        @Override
        public void unhandled(Decision decision) {
            LOG.warn(
                    "{}: {} {} is dispatched and no handler is for it; without another executor it times out",
                    name(decision),
                    decision.getAction(),
                    decision.getTarget());
        }

        private static String name(Decision decision) {
            return RecordKeys.of(decision.getTenantId(), decision.getDecisionId());
        }
    }

    int run() throws InterruptedException {
        Logging.toStandardOutput(false);
        stop.onSignals();
        try {
            Subscription subscription = start();
            stop.started();
            LOG.info(
                    "Carrying out decisions with {} handlers as group {} of {}", handlers.count(), group, at.brokers());
            return watch(subscription);
        } catch (KafkaException failed) {
            throw new UserError("nothing is carried out: " + failed.getMessage(), failed);
        } finally {
            stop.started();
            stop.closeAll();
        }
    }

    private Subscription start() {
        KafkaClients kafka = at.kafka();
        TopicSerdes serdes = at.serdes(IMPATIENT);
        Subscription subscription = handlers.into(Decisions.subscribe(
                                kafka.consumer("act", Map.of(), Map.of()),
                                kafka.producer("act", Map.of(), Map.of()),
                                serdes.value(Topics.DECISIONS),
                                serdes.value(Topics.OUTCOMES),
                                group)
                        .incidents(serdes.value(Topics.INCIDENTS)))
                .maxInFlight(maxInFlight)
                .closeLimit(CLOSE_LIMIT)
                .listener(new Log())
                .start();
        stop.add("the handlers", subscription);
        return subscription;
    }

    /** Returns when a stop is requested or the subscription has ended. */
    private int watch(Subscription subscription) throws InterruptedException {
        boolean ready = false;
        while (!stop.requestedWithin(WATCH_INTERVAL)) {
            if (!ready && subscription.awaitReady(Duration.ZERO)) {
                ready = true;
                LOG.info("Ready");
            }
            if (subscription.failure().isPresent()) {
                LOG.error(
                        "Decisions are no longer carried out",
                        subscription.failure().get());
                return ExitCode.INCOMPLETE;
            }
        }
        LOG.info("Stopping");
        return ExitCode.DONE;
    }
}
