package io.aurea.executor;

import io.aurea.schema.Incident;
import io.aurea.schema.IncidentNews;
import io.aurea.topic.RecordKeys;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.Deserializer;

/** Each of an incident's news for the first handler that wants it. Nothing is published about it. */
record IncidentClaims(Deserializer<Incident> incidents, List<IncidentRegistration> handlings, SafeListener listener)
        implements ClaimSource {

    IncidentClaims {
        handlings = List.copyOf(handlings);
    }

    @Override
    public List<Claim> of(ConsumerRecord<byte[], byte[]> record) {
        Incident incident = incidents.deserialize(record.topic(), record.value());
        List<Claim> claims = new ArrayList<>();
        if (incident != null) {
            for (IncidentNews news : incident.getNews()) {
                IncidentRegistration.first(handlings, news, incident)
                        .ifPresent(handling -> claims.add(new NewsClaim(handling.handler(), news, incident)));
            }
        }
        return claims;
    }

    private final class NewsClaim implements Claim {
        private final IncidentHandler handler;
        private final IncidentNews news;
        private final Incident incident;

        private NewsClaim(IncidentHandler handler, IncidentNews news, Incident incident) {
            this.handler = handler;
            this.news = news;
            this.incident = incident;
        }

        @Override
        public long hash() {
            // An incident has several reminders, each with a revision of its own.
            return RecentClaims.of(
                    incident.getTenantId(), incident.getIncidentId(), news + "#" + incident.getRevision());
        }

        @Override
        public String queue() {
            return "incident " + RecordKeys.of(incident.getTenantId(), incident.getIncidentId());
        }

        @Override
        public Optional<Result> lapsed(Instant now) {
            return Optional.empty();
        }

        @Override
        public Result run() throws Exception {
            return handler.handle(news, incident);
        }

        @Override
        public void end(Result result, Instant started, Instant finished) {
            listener.told(news, incident, result);
        }

        @Override
        public String toString() {
            return "incident %s of %s, %s".formatted(incident.getIncidentId(), incident.getTenantId(), news);
        }
    }
}
