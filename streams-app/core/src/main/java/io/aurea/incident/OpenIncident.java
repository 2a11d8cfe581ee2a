package io.aurea.incident;

import io.aurea.pattern.PatternKey;
import io.aurea.schema.Decision;
import io.aurea.schema.DecisionState;
import io.aurea.schema.Incident;
import io.aurea.schema.IncidentDecision;
import io.aurea.schema.IncidentDenial;
import io.aurea.schema.IncidentEnd;
import io.aurea.schema.IncidentNews;
import io.aurea.schema.IncidentPattern;
import io.aurea.schema.IncidentState;
import io.aurea.schema.Pattern;
import io.aurea.window.Forgetting;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** An incident being changed: an unshared record, within its limits. Not thread-safe. */
final class OpenIncident {
    static final int MOST_PATTERNS = 200;
    static final int MOST_DECISIONS = 50;
    static final int MOST_DENIALS = 50;
    private static final double CLEARLY = 0.1;
    private static final String SUPPRESSED = DecisionState.SUPPRESSED.name();

    /** Of decisions that something is still to come of. */
    private static final Set<DecisionState> UNDER_WAY = EnumSet.of(
            DecisionState.PROPOSED, DecisionState.AWAITING_APPROVAL, DecisionState.DISPATCHED, DecisionState.SUCCEEDED);

    private final Incident record;
    private final IncidentStory story;
    private boolean changed;
    private boolean moved;

    private OpenIncident(Incident record) {
        this.record = record;
        this.story = new IncidentStory(record.getTimeline());
    }

    /** A new one, of which nothing has been said yet. */
    static OpenIncident begun(String tenant, String id, Instant at, Double successBefore) {
        OpenIncident begun = new OpenIncident(IncidentCopy.sorted(Incident.newBuilder()
                .setTenantId(tenant)
                .setIncidentId(id)
                .setState(IncidentState.OPEN)
                .setOpenedAt(at)
                .setSuccessBefore(successBefore)
                .build()));
        begun.changed = true;
        begun.record.getNews().add(IncidentNews.INCIDENT_OPENED);
        return begun;
    }

    /** A copy of what has been said last. */
    static OpenIncident of(Incident said) {
        return new OpenIncident(IncidentCopy.next(said));
    }

    /**
     * Whether there is something to say: something has happened, or it has become clearly worse.
     *
     * @param before as it was; null for a new one
     */
    boolean changed(Incident before) {
        return changed
                || record.getSeverity() >= before.getSeverity() + CLEARLY
                || record.getSuccessWorst() != null
                        && (before.getSuccessWorst() == null
                                || record.getSuccessWorst() <= before.getSuccessWorst() - CLEARLY);
    }

    /** Whether anything is not as it was, worth saying or not. */
    boolean moved() {
        return changed || moved;
    }

    /** As it is, without saying so; not to be changed any more. */
    Incident kept() {
        return record;
    }

    /** Its next state, which is not to be changed any more. */
    Incident said(Instant at, long policyVersion) {
        record.setRevision(record.getRevision() + 1);
        record.setUpdatedAt(at);
        record.setPolicyVersion(policyVersion);
        return record;
    }

    String id() {
        return record.getIncidentId();
    }

    Instant openedAt() {
        return record.getOpenedAt();
    }

    List<IncidentPattern> patterns() {
        return record.getPatterns();
    }

    static boolean isFull(Incident incident) {
        return incident.getPatterns().size() >= MOST_PATTERNS;
    }

    boolean isFull() {
        return isFull(record);
    }

    boolean isOn() {
        return record.getPatterns().stream().anyMatch(IncidentPattern::getOn);
    }

    /** When the last of its patterns ended; empty while one is on. */
    Optional<Instant> overSince() {
        return isOn()
                ? Optional.empty()
                : record.getPatterns().stream()
                        .map(IncidentPattern::getAbatedAt)
                        .max(Instant::compareTo);
    }

    /** Whether something is still to come of one of its decisions. */
    boolean isBeingTreated() {
        return record.getDecisions().stream().anyMatch(IncidentDecision::getOpen);
    }

    double severity() {
        return record.getSeverity();
    }

    /** A pattern has set on that is its own, new to it or again. */
    void add(Pattern pattern) {
        Optional<IncidentPattern> own = record.getPatterns().stream()
                .filter(p -> p.getPatternId().equals(pattern.getPatternId()))
                .findFirst();
        if (own.isPresent()) {
            goesOn(own.get(), pattern);
            return;
        }
        changed = true;
        record.setPatternsCount(record.getPatternsCount() + 1);
        if (!isFull()) {
            record.getPatterns().add(of(pattern));
            story.add(pattern.getOnsetAt(), pattern.getPatternDescription());
        }
        if (pattern.getOnsetAt().isBefore(record.getOpenedAt())) {
            record.setOpenedAt(pattern.getOnsetAt());
        }
    }

    long patternsCount() {
        return record.getPatternsCount();
    }

    static IncidentPattern of(Pattern p) {
        return IncidentPattern.newBuilder()
                .setPatternId(p.getPatternId())
                .setPatternType(p.getPatternType().name())
                .setSource(p.getSource())
                .setSeries(p.getSeries())
                .setOnsetAt(p.getOnsetAt())
                .setOn(true)
                .setWeight(p.getConfidence() * p.getImpactScore())
                .build();
    }

    /** One of its patterns goes on, as it is now. */
    void goesOn(IncidentPattern own, Pattern now) {
        if (!own.getOn() || !own.getOnsetAt().equals(now.getOnsetAt())) {
            changed = true;
            own.setOn(true);
            own.setAbatedAt(Instant.EPOCH);
            own.setAbatedReason(null);
            own.setOnsetAt(now.getOnsetAt());
            story.add(now.getOnsetAt(), "again: " + now.getPatternDescription());
        }
        double weight = now.getConfidence() * now.getImpactScore();
        if (weight > own.getWeight()) {
            moved = true;
            own.setWeight(weight);
        }
    }

    /** One of its patterns has ended. */
    void isOver(IncidentPattern own, Instant at, String reason) {
        changed = true;
        own.setOn(false);
        own.setAbatedAt(at);
        own.setAbatedReason(reason);
        story.add(
                at,
                "over: " + IncidentStory.words(own.getPatternType()) + " of " + IncidentStory.placeOf(own) + " ("
                        + reason + ")");
    }

    /** Something about who looks at it; nothing is if it returns false. */
    void attend(Predicate<Attention> what) {
        changed |= what.test(new Attention(record, story));
    }

    /** A person wants to hear no more of it. */
    void close(String by, String why, Instant now) {
        end(IncidentEnd.CLOSED, now, now, "closed by " + by + ": " + why);
    }

    /** Whether a person has closed it; then it is kept as long as a pattern is on, so that that is no new incident. */
    static boolean isClosed(Incident incident) {
        return incident.getEndedHow() == IncidentEnd.CLOSED;
    }

    boolean isClosed() {
        return isClosed(record);
    }

    /** Who and what is suspected, how much it matters, and how the tenant fares. */
    void assess(IncidentCycle cycle, Relation relation) {
        if (!isOn() || isClosed()) {
            return;
        }
        if (moved()) {
            changed |= new IncidentSuspicion(record, story).look(cycle, relation);
        }
        moved = true;
        double fine = 1;
        for (IncidentPattern p : record.getPatterns()) {
            fine *= p.getOn() ? 1 - p.getWeight() : 1;
        }
        record.setSeverity(Math.max(record.getSeverity(), 1 - fine));
        if (cycle.successRate() != null) {
            record.setSuccessNow(cycle.successRate());
            record.setSuccessWorst(
                    record.getSuccessWorst() == null
                            ? cycle.successRate()
                            : Double.valueOf(Math.min(record.getSuccessWorst(), cycle.successRate())));
        }
    }

    /** A decision about it has reached a state. */
    void decided(Decision d, String reason) {
        changed = true;
        List<IncidentDecision> all = record.getDecisions();
        IncidentDecision own = all.stream()
                .filter(known -> known.getDecisionId().equals(d.getDecisionId()))
                .findFirst()
                .orElseGet(() -> {
                    IncidentDecision made = new IncidentDecision(
                            d.getDecisionId(),
                            d.getAction(),
                            d.getTarget(),
                            "",
                            true,
                            d.getSymptom(),
                            d.getUpdatedAt());
                    all.add(made);
                    all.subList(0, Math.max(0, all.size() - MOST_DECISIONS)).clear();
                    return made;
                });
        // A call because too much was down is over with that.
        boolean called =
                d.getState() == DecisionState.ESCALATED && !own.getState().equals(SUPPRESSED);
        if (called && !record.getEscalated()) {
            record.setEscalated(true);
            record.getNews().add(IncidentNews.ESCALATED);
        }
        own.setState(d.getState().name());
        own.setOpen(UNDER_WAY.contains(d.getState()) && (d.getJudged() || d.getState() != DecisionState.SUCCEEDED));
        own.setUpdatedAt(d.getUpdatedAt());
        attend(attention -> attention.called(d.getUpdatedAt()));
        if (d.getState() != DecisionState.PROPOSED) {
            story.add(
                    d.getUpdatedAt(),
                    "%s of %s: %s, %s"
                            .formatted(
                                    d.getAction(),
                                    d.getTarget(),
                                    IncidentStory.words(d.getState().name()),
                                    reason));
        }
    }

    /** A guard does not let something be done. */
    void denied(String guard, String what, String reason, Instant at) {
        List<IncidentDenial> all = record.getDenials();
        for (IncidentDenial known : all) {
            if (known.getGuard().equals(guard) && known.getWhat().equals(what)) {
                // Told with whatever else changes: a record for each cycle of a denial would be most of the topic.
                moved = true;
                known.setReason(IncidentStory.cut(reason));
                known.setCount(known.getCount() + 1);
                known.setLastAt(at);
                return;
            }
        }
        if (all.size() < MOST_DENIALS) {
            changed = true;
            all.add(new IncidentDenial(guard, what, IncidentStory.cut(reason), 1L, at, at));
            story.add(at, "not done: %s, %s: %s".formatted(what, guard, reason));
        }
    }

    /** Another one turned out to be a part of this. */
    void takeIn(OpenIncident other, Instant at) {
        changed = true;
        record.setPatternsCount(record.getPatternsCount() + other.record.getPatternsCount());
        for (IncidentPattern p : other.record.getPatterns()) {
            if (!isFull()) {
                record.getPatterns().add(IncidentPattern.newBuilder(p).build());
            }
        }
        for (IncidentDecision d : other.record.getDecisions()) {
            record.getDecisions().add(IncidentDecision.newBuilder(d).build());
        }
        record.getDecisions()
                .subList(0, Math.max(0, record.getDecisions().size() - MOST_DECISIONS))
                .clear();
        record.setSeverity(Math.max(record.getSeverity(), other.record.getSeverity()));
        record.setEscalated(record.getEscalated() || other.record.getEscalated());
        attend(attention -> attention.called(at));
        story.add(at, "it turned out that %s belongs to it".formatted(other.id()));
        other.mergedInto(id(), at);
    }

    private void mergedInto(String id, Instant at) {
        record.setMergedInto(id);
        end(IncidentEnd.MERGED, at, at, "it turned out to belong to " + id);
        if (record.getRevision() == 0) {
            // Nobody has heard of it.
            record.getNews().clear();
        }
    }

    /** Its symptoms are over. */
    void end(Instant over, Instant now) {
        IncidentEnd how = EndedHow.of(record);
        end(how, over, now, "ended: " + IncidentStory.words(how.name()));
    }

    private void end(IncidentEnd how, Instant over, Instant now, String what) {
        changed = true;
        record.setState(IncidentState.ENDED);
        record.setEndedAt(over);
        record.setEndedHow(how);
        attend(attention -> attention.called(now));
        if (how != IncidentEnd.MERGED) {
            record.getNews().add(IncidentNews.ENDED);
        }
        story.add(now, what);
    }

    /** Ends with its last pattern. */
    void forget(Forgetting what) {
        boolean any = record.getPatterns().removeIf(p -> PatternKey.find(p.getPatternId())
                .map(key -> key.isOf(what))
                .orElse(false));
        boolean whole = what.covers(what.source(), "");
        if (whole) {
            any |= record.getCandidates().remove(what.source()) != null;
            any |= story.forget(what.source());
            any |= record.getChanges().removeIf(c -> c.getSource().equals(what.source()));
            if (what.source().equals(record.getSuspectedOrigin())) {
                record.setSuspectedOrigin(null);
            }
        }
        changed |= any;
        if (record.getPatterns().isEmpty() && !isClosed()) {
            end(IncidentEnd.RETIRED, record.getUpdatedAt(), record.getUpdatedAt(), "ended: its patterns are forgotten");
        }
    }
}
