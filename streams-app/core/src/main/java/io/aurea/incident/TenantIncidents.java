package io.aurea.incident;

import io.aurea.schema.Decision;
import io.aurea.schema.Incident;
import io.aurea.schema.IncidentPattern;
import io.aurea.schema.IncidentState;
import io.aurea.schema.Pattern;
import io.aurea.schema.PatternState;
import io.aurea.schema.PatternType;
import io.aurea.state.Codec;
import io.aurea.state.StoredMap;
import io.aurea.window.Forgetting;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * The incidents of one tenant that are open: at most {@value #MOST}, beyond which a pattern joins the one it has most to do with,
 * however little. Changes are collected until {@link #publish}. Not thread-safe.
 */
public final class TenantIncidents {
    static final int MOST = 100;

    /** Patterns of one cycle that are compared with all others; those beyond are of the largest incident. */
    static final int MOST_PLACED = 500;

    /** An incident without a pattern that is on ends after so many cycles: what comes back sooner belongs to it. */
    static final int CALM_CYCLES = 3;

    /** Success rates of cycles. */
    private static final int RATES_KEPT = 10;

    private static final String LAST = "";

    private static final Codec<List<Double>> RATES = Codec.of(
            1,
            (rates, out) -> {
                for (double rate : rates) {
                    out.writeDouble(rate);
                }
            },
            in -> {
                List<Double> rates = new ArrayList<>();
                while (in.available() > 0) {
                    rates.add(in.readDouble());
                }
                return List.copyOf(rates);
            });

    private static final Codec<Incident> INCIDENT = Codec.avro(Incident.class);

    /** Sorts the map, whose order would show in the bytes. */
    private static final Codec<Incident> INCIDENTS = new Codec<>() {
        @Override
        public byte[] encode(Incident value) {
            return INCIDENT.encode(value);
        }

        @Override
        public Incident decode(byte[] bytes) {
            return IncidentCopy.sorted(INCIDENT.decode(bytes));
        }
    };

    private static final Set<PatternType> GOING_WELL =
            EnumSet.of(PatternType.UNKNOWN, PatternType.CONSISTENT_HIGH_PERFORMANCE, PatternType.SUCCESS);

    private final String tenant;
    private final StoredMap<Incident> known;
    /** Those that may have changed since, by id; what is known of them is not up to date. */
    private final Map<String, OpenIncident> changing = new LinkedHashMap<>();

    /** By the id of a pattern; null until somebody asks. */
    private Map<String, String> incidentOf;

    /** The success rates of the last cycles with attempts, oldest first, under {@link #LAST}. */
    private final StoredMap<List<Double>> success;

    /**
     * @param letter of the entries of its incidents
     * @param successLetter of the entry of its last success rates
     */
    public TenantIncidents(String tenant, char letter, char successLetter) {
        this.tenant = tenant;
        this.known = new StoredMap<>(letter, INCIDENTS);
        this.success = new StoredMap<>(successLetter, RATES);
    }

    /** What is stored of it. */
    public List<StoredMap<?>> stored() {
        return List.of(known, success);
    }

    /** A cycle has closed. Cycles come in the order of their numbers. */
    public void close(IncidentCycle cycle) {
        Map<String, Pattern> trouble = new TreeMap<>();
        for (Pattern p : cycle.patterns()) {
            if (!GOING_WELL.contains(p.getPatternType())) {
                trouble.put(p.getPatternId(), p);
            }
        }
        if (!trouble.isEmpty() || known.size() > 0) {
            change(trouble, cycle);
        }
        if (cycle.successRate() != null) {
            List<Double> rates = new ArrayList<>(success.getOrDefault(LAST, List.of()));
            rates.add(cycle.successRate());
            rates.subList(0, Math.max(0, rates.size() - RATES_KEPT)).clear();
            if (!rates.equals(success.get(LAST))) {
                success.put(LAST, List.copyOf(rates));
            }
        }
    }

    /** The median: a pattern sets on some cycles after the fault has begun. */
    private Double successBefore() {
        List<Double> rates =
                success.getOrDefault(LAST, List.of()).stream().sorted().toList();
        return rates.isEmpty() ? null : rates.get(rates.size() / 2);
    }

    private void change(Map<String, Pattern> trouble, IncidentCycle cycle) {
        List<OpenIncident> open = new ArrayList<>();
        known.entries().keySet().forEach(id -> open.add(changing(id)));
        follow(open, trouble, cycle);
        List<Pattern> unnamed = unnamed(open, trouble, cycle);
        boolean full = open.stream().anyMatch(OpenIncident::isFull);
        List<Pattern> onsets = unnamed.stream()
                .filter(p -> !full || p.getOnsetAt().toEpochMilli() > cycle.windowStartMs())
                .toList();
        Relation relation = new Relation(cycle.calls(), cycle.halfLifeMs());
        List<OpenIncident> joinable =
                new ArrayList<>(open.stream().filter(i -> !i.isClosed()).toList());
        onsets.stream().limit(MOST_PLACED).forEach(onset -> gather(onset, joinable, relation, cycle));
        if (onsets.size() > MOST_PLACED) {
            OpenIncident largest = Collections.max(joinable, Comparator.comparingLong(OpenIncident::patternsCount));
            onsets.stream().skip(MOST_PLACED).forEach(onset -> largest.add(onset));
        }
        for (OpenIncident i : joinable) {
            i.assess(cycle, relation);
            Optional<Instant> over = i.overSince();
            if (over.isPresent()
                    && !i.isBeingTreated()
                    && !(i.isFull() && !unnamed.isEmpty())
                    && cycle.windowEndMs() - over.get().toEpochMilli() >= CALM_CYCLES * cycle.sizeMs()) {
                i.end(over.get(), cycle.end());
            }
        }
    }

    /** Whether a pattern was over for so long, or its incident closed, that it may be another matter now. */
    private static boolean isAnew(OpenIncident i, IncidentPattern own, Pattern now, IncidentCycle cycle) {
        return !own.getOn()
                && (i.isClosed()
                        || now.getOnsetAt().toEpochMilli() - own.getAbatedAt().toEpochMilli()
                                > CALM_CYCLES * cycle.sizeMs());
    }

    /**
     * The patterns that are on and that no incident names, in the order of their onsets. Where an incident names as many as it may,
     * those that did not set on in this cycle are its own.
     */
    private static List<Pattern> unnamed(List<OpenIncident> open, Map<String, Pattern> trouble, IncidentCycle cycle) {
        Set<String> named = new HashSet<>();
        for (OpenIncident i : open) {
            for (IncidentPattern own : i.patterns()) {
                Pattern now = trouble.get(own.getPatternId());
                if (own.getOn() || now != null && !isAnew(i, own, now, cycle)) {
                    named.add(own.getPatternId());
                }
            }
        }
        return trouble.values().stream()
                .filter(p -> p.getState() != PatternState.ABATED && !named.contains(p.getPatternId()))
                .sorted(Comparator.comparing(Pattern::getOnsetAt).thenComparing(Pattern::getPatternId))
                .toList();
    }

    private OpenIncident changing(String id) {
        return changing.computeIfAbsent(id, i -> OpenIncident.of(known.get(i)));
    }

    private static void follow(List<OpenIncident> open, Map<String, Pattern> trouble, IncidentCycle cycle) {
        for (OpenIncident i : open) {
            for (IncidentPattern own : i.patterns()) {
                Pattern now = trouble.get(own.getPatternId());
                if (now != null && now.getState() != PatternState.ABATED) {
                    if (!isAnew(i, own, now, cycle)) {
                        i.goesOn(own, now);
                    }
                } else if (own.getOn()) {
                    boolean told = now != null && now.getAbatedAt() != null;
                    i.isOver(
                            own,
                            told ? now.getAbatedAt() : cycle.end(),
                            told && now.getAbatedReason() != null ? now.getAbatedReason() : "gone");
                }
            }
        }
    }

    /** The pattern joins the incident with which it has most to do; those with which it has much to do become one. */
    private void gather(Pattern onset, List<OpenIncident> open, Relation relation, IncidentCycle cycle) {
        IncidentPattern own = OpenIncident.of(onset);
        OpenIncident best = null;
        double most = open.size() >= MOST ? -1 : Relation.JOIN;
        List<OpenIncident> bridged = new ArrayList<>();
        for (OpenIncident i : open) {
            double related = i.patterns().stream()
                    .mapToDouble(earlier -> relation.of(own, earlier))
                    .max()
                    .orElse(0);
            if (related > most || best == null && related >= most) {
                best = i;
                most = related;
            }
            if (related >= Relation.BRIDGE) {
                bridged.add(i);
            }
        }
        if (best == null) {
            best = OpenIncident.begun(tenant, nextId(cycle.number()), own.getOnsetAt(), successBefore());
            changing.put(best.id(), best);
            open.add(best);
        } else if (bridged.size() > 1) {
            best = merge(bridged, open, cycle.end());
        }
        best.add(onset);
    }

    private static OpenIncident merge(List<OpenIncident> bridged, List<OpenIncident> open, Instant at) {
        List<OpenIncident> oldestFirst = bridged.stream()
                .sorted(Comparator.comparing(OpenIncident::openedAt).thenComparing(OpenIncident::id))
                .toList();
        OpenIncident oldest = oldestFirst.get(0);
        oldestFirst.stream().skip(1).forEach(younger -> {
            oldest.takeIn(younger, at);
            open.remove(younger);
        });
        return oldest;
    }

    private String nextId(long cycleNumber) {
        for (int n = 1; ; n++) {
            String id = cycleNumber + "-" + n;
            if (known.get(id) == null && !changing.containsKey(id)) {
                return id;
            }
        }
    }

    /** The open incident that a pattern is of; of one that a full incident does not name, the one that matters most. */
    public Optional<String> of(String patternId) {
        if (incidentOf == null) {
            incidentOf = new HashMap<>();
            // It may have been of an older one before: where it is on, it is now.
            for (boolean on : new boolean[] {false, true}) {
                known.values().forEach(i -> i.getPatterns().stream()
                        .filter(p -> p.getOn() == on)
                        .forEach(p -> incidentOf.put(p.getPatternId(), i.getIncidentId())));
            }
        }
        String own = incidentOf.get(patternId);
        return own != null ? Optional.of(own) : mostSevere(OpenIncident::isFull);
    }

    /** The open incident that a pattern is of; what goes well is of none. */
    public Optional<String> of(Pattern pattern) {
        return GOING_WELL.contains(pattern.getPatternType()) ? Optional.empty() : of(pattern.getPatternId());
    }

    /** That incident, as it is known; not to be changed. */
    public Optional<Incident> incidentOf(Pattern pattern) {
        return of(pattern).map(known::get);
    }

    /** The open one that matters most. */
    public Optional<String> mostSevere() {
        return mostSevere(i -> !OpenIncident.isClosed(i));
    }

    private Optional<String> mostSevere(Predicate<Incident> which) {
        return known.values().stream()
                .filter(which)
                .max(Comparator.comparingDouble(Incident::getSeverity)
                        .thenComparing(Incident::getIncidentId, Comparator.reverseOrder()))
                .map(Incident::getIncidentId);
    }

    /** Whether a person has been called about it. */
    public boolean isEscalated(String incident) {
        return known.get(incident) != null && known.get(incident).getEscalated();
    }

    /** A decision has reached a state, for this reason; nothing happens if its incident is over. */
    public void decided(Decision d, String reason) {
        if (d.getIncidentId() != null) {
            heirOf(d).ifPresent(id -> changing(id).decided(d, reason));
        }
    }

    /** The incident of a decision, or the one that it has become a part of. */
    private Optional<String> heirOf(Decision d) {
        return known.get(d.getIncidentId()) != null
                ? Optional.of(d.getIncidentId())
                : known.values().stream()
                        .filter(i -> i.getDecisions().stream()
                                .anyMatch(own -> own.getDecisionId().equals(d.getDecisionId())))
                        .map(Incident::getIncidentId)
                        .findFirst();
    }

    /** A guard has denied something about an incident. */
    public void denied(String incident, String guard, String what, String reason, Instant at) {
        if (known.get(incident) != null) {
            changing(incident).denied(guard, what, reason, at);
        }
    }

    /** Forgets the patterns of series, and what was suspected and told of their source; decisions stay. */
    public void forget(Forgetting what) {
        known.entries().keySet().forEach(id -> changing(id).forget(what));
    }

    /** Keeps what has changed since the last time, and says what is worth it, in the order of ids, each once. */
    public void publish(Instant at, long policyVersion, Consumer<Incident> out) {
        new TreeMap<>(changing).forEach((id, i) -> {
            boolean worthIt = i.changed(known.get(id));
            Incident now = worthIt ? i.said(at, policyVersion) : i.kept();
            boolean goesOn =
                    OpenIncident.isClosed(now) && now.getPatterns().stream().anyMatch(IncidentPattern::getOn);
            if (now.getState() == IncidentState.ENDED && !goesOn) {
                known.remove(id);
            } else if (i.moved()) {
                known.put(id, now);
            }
            if (worthIt) {
                out.accept(now);
            }
        });
        changing.clear();
        incidentOf = null;
    }

    /** The open ones, not to be changed. */
    public List<Incident> open() {
        return known.values().stream().filter(i -> !OpenIncident.isClosed(i)).toList();
    }

    /** One that is open, not to be changed. */
    public Optional<Incident> open(String id) {
        return Optional.ofNullable(known.get(id)).filter(i -> !OpenIncident.isClosed(i));
    }

    /** A person looks at one that is open; nothing happens if he has said the same before. */
    public void acknowledge(String id, String by, String why, Instant until, Instant now) {
        changing(id).attend(attention -> attention.acknowledge(by, why, until, now));
    }

    /** Whether so many are closed whose patterns go on that no other may be. */
    public boolean mayNotClose() {
        return known.values().stream().filter(OpenIncident::isClosed).count() >= MOST;
    }

    /** A person wants to hear no more of one that is open. */
    public void close(String id, String by, String why, Instant now) {
        changing(id).close(by, why, now);
    }

    /** Time has passed: acknowledgements lapse, and a person is reminded of what waits for one. */
    public void attend(RemindSettings settings, Instant now) {
        open().forEach(i -> changing(i.getIncidentId()).attend(attention -> attention.pass(now, settings)));
    }
}
