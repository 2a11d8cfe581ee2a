package io.aurea.executor;

import io.aurea.schema.Decision;
import io.aurea.schema.Incident;
import io.aurea.schema.IncidentNews;
import io.aurea.schema.Outcome;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A listener whose exceptions are logged. */
record SafeListener(DecisionListener to) implements DecisionListener {
    private static final Logger LOG = LoggerFactory.getLogger(SafeListener.class);

    @Override
    public void answered(Decision decision, Outcome outcome) {
        guarded(() -> to.answered(decision, outcome));
    }

    @Override
    public void unanswered(Decision decision, Outcome outcome, Exception reason) {
        guarded(() -> to.unanswered(decision, outcome, reason));
    }

    @Override
    public void told(Decision decision, Result result) {
        guarded(() -> to.told(decision, result));
    }

    @Override
    public void told(IncidentNews news, Incident incident, Result result) {
        guarded(() -> to.told(news, incident, result));
    }

    @Override
    public void unhandled(Decision decision) {
        guarded(() -> to.unhandled(decision));
    }

    @Override
    public void unreadable(String topic, int partition, long offset, Exception reason) {
        guarded(() -> to.unreadable(topic, partition, offset, reason));
    }

    private static void guarded(Runnable told) {
        try {
            told.run();
        } catch (RuntimeException | Error thrown) {
            LOG.warn("The decision listener failed", thrown);
        }
    }
}
