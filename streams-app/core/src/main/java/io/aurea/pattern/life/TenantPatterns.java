package io.aurea.pattern.life;

import io.aurea.metric.MinimumData;
import io.aurea.pattern.ClosedCycle;
import io.aurea.pattern.PatternKey;
import io.aurea.pattern.PatternMember;
import io.aurea.pattern.PatternSettings;
import io.aurea.pattern.UnobservedTime;
import io.aurea.pattern.life.PatternLifecycle.Change;
import io.aurea.pattern.origin.CallGraph;
import io.aurea.pattern.origin.KnownCall;
import io.aurea.pattern.origin.LearnedCalls;
import io.aurea.pattern.origin.Suspects;
import io.aurea.pattern.rule.AnomalyRule;
import io.aurea.pattern.rule.AttemptHistories;
import io.aurea.pattern.rule.CycleView;
import io.aurea.pattern.rule.DatabaseConnectionRule;
import io.aurea.pattern.rule.DatabaseHistories;
import io.aurea.pattern.rule.FailureClassRule;
import io.aurea.pattern.rule.FrontendHealthRule;
import io.aurea.pattern.rule.LatencyRule;
import io.aurea.pattern.rule.LevelShiftRule;
import io.aurea.pattern.rule.PatternRule;
import io.aurea.pattern.rule.PerformanceRule;
import io.aurea.pattern.rule.SilentSourceRule;
import io.aurea.pattern.rule.SourceCadences;
import io.aurea.pattern.rule.SuccessRateRule;
import io.aurea.schema.Pattern;
import io.aurea.schema.PatternType;
import io.aurea.state.Entries;
import io.aurea.state.KeyParts;
import io.aurea.state.StoredState;
import io.aurea.trend.ModelSettings;
import io.aurea.window.Forgetting;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The patterns of one tenant.
 *
 * <p>For each closed cycle the rules read its trends; what they see feeds the life of a pattern identity (type, source,
 * series). A record is published when a pattern sets on, ends, or changes so much that somebody would want to know:
 * confidence or impact rises by 0.2 over what was published, the suspected origin changes, or it has gone on for 16,
 * 32, 64, ... windows. Not every cycle.
 *
 * <p>State is one entry per identity that ever showed evidence, per source, per source with attempts, per series that
 * concerns a database, per call. Not thread-safe.
 */
public final class TenantPatterns implements StoredState {
    private static final byte LIFE_KEY = 'p';
    private static final byte CADENCE_KEY = 'h';
    private static final byte ATTEMPTS_KEY = 'r';
    private static final char CALL_KEY = 'e';
    private static final byte DATABASE_KEY = 'd';

    /** In the order in which they may depend on each other: what is not trouble by itself comes last. */
    private static final List<PatternRule> RULES = List.of(
            new SuccessRateRule(),
            new PerformanceRule(),
            new FailureClassRule(),
            new DatabaseConnectionRule(),
            new FrontendHealthRule(),
            new LatencyRule(),
            new SilentSourceRule(),
            new LevelShiftRule(),
            new AnomalyRule());

    private final PatternLives lives;
    private final SourceCadences cadences;
    private final DatabaseHistories databases = new DatabaseHistories();
    private final AttemptHistories histories;
    private final LearnedCalls calls = new LearnedCalls(CALL_KEY);
    private long refused;
    private final Set<ByteBuffer> dirty = new TreeSet<>();

    /** @param model how the usual share of failures is learned */
    public TenantPatterns(String tenant, ModelSettings model) {
        this.lives = new PatternLives(tenant);
        this.cadences = new SourceCadences(tenant);
        this.histories = new AttemptHistories(model);
    }

    /**
     * Adds a cycle. Cycles come oldest first, including idle ones, since silence is a pattern.
     *
     * @return the changed patterns, ordered by type, source and series; unshared records
     */
    public List<Pattern> close(ClosedCycle cycle, PatternSettings settings, MinimumData minimum, long policyVersion) {
        remember(cycle, settings);
        CycleLives reader = lives.in(cycle, settings);
        lives.on().filter(PatternLifecycle::unwatched).forEach(life -> {
            life.retire();
            reader.touch(life.key());
        });
        CycleView view = new CycleView(cycle, cadences, histories.bySource(), databases.bySeries(), settings, minimum);
        for (PatternRule rule : RULES) {
            rule.read(view, reader);
        }
        refused = reader.refused();
        TreeMap<PatternKey, Change> changes = new TreeMap<>();
        retire(cycle, settings, reader);
        reader.settle(changes, policyVersion);
        readFlapping(reader, changes.keySet());
        reader.settle(changes, policyVersion);
        suspect(cycle, settings, changes, policyVersion);
        List<Pattern> changed = new ArrayList<>();
        changes.forEach((key, change) -> {
            if (change != Change.NONE) {
                changed.add(PatternRecords.copy(lives.get(key).latest()));
            }
        });
        lives.forget(settings.maxIdentities());
        return changed;
    }

    /** Patterns have been published with their incidents, which their later records name too. */
    public void joined(List<Pattern> published) {
        for (Pattern p : published) {
            PatternKey key = PatternKey.find(p.getPatternId()).orElse(null);
            PatternLifecycle life = key == null ? null : lives.get(key);
            if (life != null
                    && life.latest() != null
                    && !Objects.equals(life.latest().getIncidentId(), p.getIncidentId())) {
                life.latest().setIncidentId(p.getIncidentId());
                lives.changed(key);
            }
        }
    }

    /** How often in the last cycle no pattern could begin, since as many as may be are active. */
    public long refused() {
        return refused;
    }

    /** Who calls whom, as learned and as the policy says. */
    public CallGraph calls(PatternSettings settings) {
        return calls.graph(settings.origin());
    }

    /** The same, with who says so; the same list until something changes. */
    public List<KnownCall> knownCalls(PatternSettings settings) {
        return calls.known(settings.origin());
    }

    /** How often the last cycle showed a call that was not learned, since as many are known as may be. */
    public long refusedCalls() {
        return calls.refused();
    }

    /** Types of the active patterns. */
    public SortedSet<PatternType> present() {
        return lives.on().map(life -> life.key().type()).collect(Collectors.toCollection(TreeSet::new));
    }

    /** The active patterns, as last published, ordered by type, source and series; unshared records. */
    public List<Pattern> ongoing() {
        return lives.on().map(life -> PatternRecords.copy(life.latest())).toList();
    }

    /** The series that keep the pattern with this id on; empty when it is off, or shown by none, as silence is. */
    public List<PatternMember> firing(String patternId) {
        for (PatternLifecycle life : lives.all()) {
            if (life.key().id().equals(patternId)) {
                return life.firing().stream()
                        .filter(member ->
                                !member.isEmpty() || !life.key().series().isEmpty())
                        .map(member -> PatternMember.of(life.key(), member))
                        .toList();
            }
        }
        return List.of();
    }

    /** Share of the known sources that are not silent, [0, 1]; empty when none is known. */
    public OptionalDouble freshness() {
        return cadences.freshness(this::isSilent);
    }

    private boolean isSilent(String source) {
        PatternLifecycle silence = lives.get(PatternKey.of(PatternType.SILENT_SOURCE, source));
        return silence != null && silence.on();
    }

    /**
     * When time alone, without data, next changes something, epoch milliseconds: a source counts as silent, or is
     * forgotten. Empty for never.
     */
    public OptionalLong nextDue(PatternSettings settings, long sizeMs, UnobservedTime unheard) {
        PatternSettings.Silence silence = settings.silence();
        OptionalLong sources = cadences.nextDue(silence, sizeMs, unheard, this::isSilent);
        OptionalLong members = lives.on()
                .mapToLong(life -> life.unwatched()
                        ? life.lastJudgedMs()
                        : unheard.until(life.lastJudgedMs(), silence.retentionMs() + 1))
                .min();
        return members.isEmpty() || sources.isPresent() && sources.getAsLong() < members.getAsLong()
                ? sources
                : members;
    }

    private void remember(ClosedCycle cycle, PatternSettings settings) {
        cadences.hear(cycle, settings.silence());
        databases.remember(cycle, settings.failure());
        histories.add(cycle, of -> dirty(ATTEMPTS_KEY, of));
        calls.learn(cycle, cadences.all().keySet(), settings.origin());
    }

    /** Forgets the sources, and the members of patterns, that have not been heard for the retention time. */
    private void retire(ClosedCycle cycle, PatternSettings settings, CycleLives reader) {
        long before = cycle.unheard()
                .forgetBefore(cycle.windowEndMs(), settings.silence().retentionMs());
        cadences.retire(cycle, settings.silence()).forEach(calls::forget);
        histories.retire(before, of -> dirty(ATTEMPTS_KEY, of));
        databases.retire(before);
        for (PatternLifecycle life : lives.all()) {
            // A flapping pattern has to become steady even when none of it is watched any more.
            if (life.retire(before) || life.flapping()) {
                reader.touch(life.key());
            }
        }
    }

    /**
     * What was forgotten.
     *
     * @param ending patterns that end with the next cycle, since nothing else keeps them on
     * @param changed patterns that suspect it no longer, ordered by type, source and series; unshared records
     */
    public record Forgotten(long ending, List<Pattern> changed) {}

    /** Forgets series, and the patterns that are theirs and off, with their counts. */
    public Forgotten forget(Forgetting what, long policyVersion) {
        cadences.forget(what).forEach(calls::forget);
        histories.forget(what, of -> dirty(ATTEMPTS_KEY, of));
        databases.forget(what);
        long ending = 0;
        List<Pattern> changed = new ArrayList<>();
        for (PatternLifecycle life : List.copyOf(lives.all())) {
            if (life.forget(what)) {
                lives.changed(life.key());
            }
            if (life.key().isOf(what) && !life.on()) {
                lives.forget(life);
            } else if (life.unwatched()) {
                ending++;
            } else if (what.covers(what.source(), "") && life.forgetSuspect(what.source(), policyVersion)) {
                lives.changed(life.key());
                changed.add(PatternRecords.copy(life.latest()));
            }
        }
        return new Forgotten(ending, changed);
    }

    private void readFlapping(CycleLives reader, Set<PatternKey> settled) {
        for (PatternKey key : List.copyOf(settled)) {
            if (key.type() != PatternType.FLAPPING) {
                FlappingRule.read(lives.get(key), reader.settings().flapping(), reader);
            }
        }
    }

    /** Onsets of this cycle and patterns that set on shortly before are related, and point to their origin. */
    private void suspect(
            ClosedCycle cycle, PatternSettings settings, Map<PatternKey, Change> changes, long policyVersion) {
        boolean onset = false;
        long since = cycle.windowEndMs() - settings.origin().cycles() * cycle.sizeMs();
        TreeMap<PatternKey, Pattern> related = new TreeMap<>();
        for (PatternLifecycle life : lives.all()) {
            if (life.on()
                    && Suspects.concerns(life.latest())
                    && life.latest().getOnsetAt().toEpochMilli() > since) {
                related.put(life.key(), life.latest());
                onset |= changes.get(life.key()) == Change.ONSET;
            }
        }
        if (!onset) {
            return;
        }
        Suspects suspects =
                Suspects.of(related.values().stream().map(Suspects.Sign::of).toList(), calls(settings), cycle.sizeMs());
        TreeMap<String, Double> named = suspects.named();
        suspects.likeliest()
                .ifPresent(source -> related.forEach((key, pattern) -> {
                    boolean changed = !source.equals(pattern.getSuspectedSource());
                    pattern.setSuspectedSource(source);
                    pattern.setSuspects(new TreeMap<>(named));
                    if (changed && changes.getOrDefault(key, Change.NONE) == Change.NONE) {
                        lives.get(key).suspicionChanged(policyVersion);
                        changes.put(key, Change.ONGOING);
                    }
                    lives.changed(key);
                }));
    }

    private void dirty(byte kind, String name) {
        dirty.add(ByteBuffer.wrap(keyOf(kind, name)));
    }

    private static byte[] keyOf(byte kind, String name) {
        byte[] text = name.getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(1 + text.length).put(kind).put(text).array();
    }

    @Override
    public void load(byte[] key, byte[] value) {
        String name = new String(key, 1, key.length - 1, StandardCharsets.US_ASCII);
        switch (key[0]) {
            case LIFE_KEY -> lives.load(KeyParts.rest(key, 1), value);
            case CADENCE_KEY -> cadences.load(KeyParts.rest(key, 1), value);
            case DATABASE_KEY -> databases.load(KeyParts.rest(key, 1), value);
            case ATTEMPTS_KEY -> histories.load(name, value);
            case CALL_KEY -> calls.load(key, value);
            default ->
                throw new IllegalArgumentException("unknown entry '" + (char) key[0] + "' in the stored patterns");
        }
    }

    @Override
    public void save(Entries changes) {
        for (ByteBuffer key : dirty) {
            changes.put(key.array(), encode(key.array()));
        }
        dirty.clear();
        calls.save(changes);
        lives.save(KeyParts.under(LIFE_KEY, changes));
        cadences.save(KeyParts.under(CADENCE_KEY, changes));
        databases.save(KeyParts.under(DATABASE_KEY, changes));
    }

    /** The value to store under the key; null if there is none any more. */
    private byte[] encode(byte[] key) {
        String name = new String(key, 1, key.length - 1, StandardCharsets.US_ASCII);
        return histories.encode(name);
    }

    @Override
    public void saveAll(Entries all) {
        lives.saveAll(KeyParts.under(LIFE_KEY, all));
        cadences.saveAll(KeyParts.under(CADENCE_KEY, all));
        databases.saveAll(KeyParts.under(DATABASE_KEY, all));
        histories.forEach((source, run) -> all.put(keyOf(ATTEMPTS_KEY, source), run.encode()));
        calls.saveAll(all);
    }
}
