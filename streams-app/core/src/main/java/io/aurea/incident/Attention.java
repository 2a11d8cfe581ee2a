package io.aurea.incident;

import io.aurea.schema.DecisionState;
import io.aurea.schema.Incident;
import io.aurea.schema.IncidentNews;
import io.aurea.schema.IncidentState;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/**
 * Whether an incident waits for a person, and who has said that he looks at it. Each change returns whether there was one.
 *
 * @param record is changed
 */
record Attention(Incident record, IncidentStory story) {
    private static final long MOST_PAUSE_MS = Duration.ofDays(1).toMillis();

    /** Beyond, twice as long is longer than {@link #MOST_PAUSE_MS} whatever the first pause. */
    private static final long MOST_DOUBLED = 27;

    private static final String ASKED = DecisionState.AWAITING_APPROVAL.name();

    /** Looks whether a person is needed now. */
    boolean called(Instant now) {
        boolean needed = record.getState() != IncidentState.ENDED
                && (record.getEscalated()
                        || record.getDecisions().stream()
                                .anyMatch(d -> d.getState().equals(ASKED)));
        if (needed == (record.getCalledAt() != null)) {
            return false;
        }
        callFrom(needed ? now : null);
        return true;
    }

    private void callFrom(Instant at) {
        record.setCalledAt(at);
        record.setReminders(0);
        record.setRemindedAt(null);
    }

    /** A person looks at it. */
    boolean acknowledge(String by, String why, Instant until, Instant now) {
        if (record.getState() == IncidentState.ACKNOWLEDGED
                && by.equals(record.getAcknowledgedBy())
                && why.equals(record.getAcknowledgedWhy())
                && Objects.equals(until, record.getAcknowledgedUntil())) {
            return false;
        }
        record.setState(IncidentState.ACKNOWLEDGED);
        record.setAcknowledgedAt(now);
        record.setAcknowledgedBy(by);
        record.setAcknowledgedWhy(why);
        record.setAcknowledgedUntil(until);
        story.add(now, "acknowledged by " + by + (until == null ? "" : " until " + until) + ": " + why);
        return true;
    }

    /** Time has passed: an acknowledgement may lapse, or a reminder be due. */
    boolean pass(Instant now, RemindSettings settings) {
        boolean changed = called(now);
        if (record.getState() == IncidentState.ACKNOWLEDGED
                && record.getAcknowledgedUntil() != null
                && !now.isBefore(record.getAcknowledgedUntil())) {
            changed = true;
            record.setState(IncidentState.OPEN);
            callFrom(record.getCalledAt() == null ? null : now);
            story.add(now, "the acknowledgement by " + record.getAcknowledgedBy() + " is over");
        }
        if (record.getState() == IncidentState.OPEN && record.getCalledAt() != null && isDue(now, settings.everyMs())) {
            changed = true;
            record.setReminders(record.getReminders() + 1);
            record.setRemindedAt(now);
            record.getNews().add(IncidentNews.REMINDER);
        }
        return changed;
    }

    private boolean isDue(Instant now, long everyMs) {
        Instant last = record.getRemindedAt() == null ? record.getCalledAt() : record.getRemindedAt();
        long doubled = everyMs << Math.min(record.getReminders(), MOST_DOUBLED);
        return everyMs > 0
                && now.toEpochMilli() - last.toEpochMilli() >= Math.min(doubled, Math.max(everyMs, MOST_PAUSE_MS));
    }
}
