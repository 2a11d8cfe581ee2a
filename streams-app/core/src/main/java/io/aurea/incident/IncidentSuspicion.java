package io.aurea.incident;

import io.aurea.change.ChangeKind;
import io.aurea.change.KnownChange;
import io.aurea.pattern.origin.Suspects;
import io.aurea.schema.Incident;
import io.aurea.schema.IncidentChange;
import io.aurea.schema.IncidentPattern;
import io.aurea.schema.PatternType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/** Where an incident began: the sources that may be the origin, and the changes that may have caused it. Not thread-safe. */
final class IncidentSuspicion {
    private final Incident record;
    private final IncidentStory story;

    /** @param record whose suspects are set */
    IncidentSuspicion(Incident record, IncidentStory story) {
        this.record = record;
        this.story = story;
    }

    /** @return whether another source is the likeliest now, or another change is a suspect */
    boolean look(IncidentCycle cycle, Relation relation) {
        boolean news = changes(cycle, relation);
        return origin(cycle) | news;
    }

    private boolean changes(IncidentCycle cycle, Relation relation) {
        Set<String> told = new HashSet<>();
        // Those that are suspected stay so: the next change of the same series, which may be the mend, takes their
        // place elsewhere.
        List<KnownChange> all = new ArrayList<>();
        for (IncidentChange c : record.getChanges()) {
            told.add(nameOf(c));
            all.add(known(c));
        }
        cycle.changes().stream().filter(c -> !all.contains(c)).forEach(all::add);
        List<IncidentChange> now =
                ChangeSuspects.of(all, record.getOpenedAt(), record.getPatterns(), relation, cycle.sizeMs());
        boolean news = false;
        for (IncidentChange c : now) {
            if (!told.contains(nameOf(c))) {
                news = true;
                story.add(cycle.end(), "suspected: " + known(c).inWords() + ", " + when(c));
            }
        }
        record.setChanges(now);
        return news;
    }

    private static String nameOf(IncidentChange c) {
        return c.getSource() + '/' + c.getName() + '@' + c.getAt();
    }

    private static KnownChange known(IncidentChange c) {
        return new KnownChange(
                c.getSource(),
                c.getName(),
                ChangeKind.of(c.getKind()).orElseThrow(),
                c.getAt().toEpochMilli(),
                c.getVersion(),
                c.getVersionBefore(),
                c.getWho(),
                c.getLink());
    }

    private String when(IncidentChange c) {
        long seconds = Duration.between(c.getAt(), record.getOpenedAt()).toSeconds();
        if (seconds <= 0) {
            return "at the same time";
        }
        return seconds < 120 ? seconds + " s before" : seconds / 60 + " min before";
    }

    private boolean origin(IncidentCycle cycle) {
        List<Suspects.Sign> signs = new ArrayList<>();
        for (IncidentPattern p : record.getPatterns()) {
            if (p.getSource() != null && !p.getPatternType().equals(PatternType.FLAPPING.name())) {
                signs.add(new Suspects.Sign(
                        p.getSource(), p.getWeight(), p.getOnsetAt().toEpochMilli()));
            }
        }
        Suspects suspects = Suspects.of(signs, cycle.calls(), cycle.sizeMs()).changed(changed());
        TreeMap<String, Double> named = suspects.named();
        String likeliest = suspects.scores().size() == 1
                ? suspects.scores().firstKey()
                : suspects.likeliest().orElse(null);
        boolean news = !Objects.equals(likeliest, record.getSuspectedOrigin());
        if (news) {
            record.setSuspectedOrigin(likeliest);
            if (likeliest != null && named.size() > 1) {
                story.add(
                        cycle.end(),
                        "most likely it began at %s (%.0f %%)".formatted(likeliest, 100 * named.get(likeliest)));
            }
        }
        record.setCandidates(named);
        return news;
    }

    /** The score of the likeliest change of each source. */
    private Map<String, Double> changed() {
        Map<String, Double> changed = new TreeMap<>();
        for (IncidentChange c : record.getChanges()) {
            changed.merge(c.getSource(), c.getScore(), Math::max);
        }
        return changed;
    }
}
