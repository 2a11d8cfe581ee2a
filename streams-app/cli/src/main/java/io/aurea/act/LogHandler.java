package io.aurea.act;

import io.aurea.executor.Result;
import io.aurea.schema.Decision;
import io.aurea.schema.Incident;
import io.aurea.schema.IncidentNews;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes a line to the log. */
record LogHandler(HandlerTerms.LogLevel level) implements Handler {
    private static final Logger LOG = LoggerFactory.getLogger(LogHandler.class);

    @Override
    public Result handle(Decision decision) {
        return log("decision %s/%s is %s: %s %s: %s"
                .formatted(
                        decision.getTenantId(),
                        decision.getDecisionId(),
                        decision.getState(),
                        decision.getAction(),
                        decision.getTarget(),
                        decision.getDescription()));
    }

    @Override
    public Result handle(IncidentNews news, Incident incident) {
        return log("incident %s/%s, %s: origin %s, severity %.2f: %s"
                .formatted(
                        incident.getTenantId(),
                        incident.getIncidentId(),
                        news,
                        incident.getSuspectedOrigin() == null ? "unknown" : incident.getSuspectedOrigin(),
                        incident.getSeverity(),
                        IncidentFields.lastStep(incident)));
    }

    private Result log(String line) {
        if (level == HandlerTerms.LogLevel.WARN) {
            LOG.warn("{}", line);
        } else {
            LOG.info("{}", line);
        }
        return Result.succeeded("logged");
    }
}
