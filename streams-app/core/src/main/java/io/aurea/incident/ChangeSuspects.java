package io.aurea.incident;

import io.aurea.change.KnownChange;
import io.aurea.schema.IncidentChange;
import io.aurea.schema.IncidentPattern;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * Which changes may have caused an incident, and how likely each is, [0, 1]: time x place.
 *
 * <p>Time: halved for every {@link #HALF_LIFE_MS} between the change and the first onset. A change after that caused nothing, but
 * for the length of a cycle, in which the onset is dated by the start of its window. Place: how near what was changed is to the
 * nearest pattern, as {@link Relation} has it; a change of what is known to be far away is none.
 */
final class ChangeSuspects {
    static final long HALF_LIFE_MS = 900_000;
    static final int MOST = 10;

    /** Less is no suspect: an hour ago at the same source, or half of that next to it. */
    static final double LEAST = 0.06;

    private ChangeSuspects() {}

    /** Likeliest first; of equals the first by name. */
    static List<IncidentChange> of(
            Collection<KnownChange> changes,
            Instant openedAt,
            List<IncidentPattern> patterns,
            Relation relation,
            long cycleMs) {
        long onset = openedAt.toEpochMilli();
        return changes.stream()
                .filter(c -> c.atMs() <= onset + cycleMs)
                .map(c -> suspect(c, Math.max(0, onset - c.atMs()), patterns, relation))
                .filter(c -> c.getScore() >= LEAST)
                .sorted(Comparator.comparingDouble(IncidentChange::getScore)
                        .reversed()
                        .thenComparing(IncidentChange::getSource)
                        .thenComparing(IncidentChange::getName))
                .limit(MOST)
                .toList();
    }

    private static IncidentChange suspect(
            KnownChange c, long beforeMs, List<IncidentPattern> patterns, Relation relation) {
        double time = StrictMath.pow(0.5, (double) beforeMs / HALF_LIFE_MS);
        double place = 0;
        for (IncidentPattern p : time < LEAST ? List.<IncidentPattern>of() : patterns) {
            if (p.getSource() != null) {
                place = Math.max(place, relation.place(p.getSource(), c.source()));
            }
        }
        return new IncidentChange(
                c.source(),
                c.name(),
                c.kind().text(),
                Instant.ofEpochMilli(c.atMs()),
                c.version(),
                c.versionBefore(),
                c.who(),
                c.link(),
                place >= Relation.NEAR ? time * place : 0);
    }
}
