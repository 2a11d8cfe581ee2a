package io.aurea.pattern.life;

import io.aurea.pattern.EndReason;
import io.aurea.pattern.Evidence;
import io.aurea.pattern.Hysteresis;
import io.aurea.pattern.PatternKey;
import io.aurea.pattern.PatternMember;
import io.aurea.pattern.PatternSettings;
import io.aurea.schema.Pattern;
import io.aurea.schema.PatternState;
import io.aurea.schema.PatternType;
import io.aurea.state.Format;
import io.aurea.state.RecordBytes;
import io.aurea.window.Forgetting;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The life of one pattern identity: its watches, whether it is on, and the record it was last published as.
 *
 * <p>A pattern is on while any of its watches fires. Its confidence is 1 - the product of (1 - c) over the watches that
 * fire with evidence in the window, where c is the confidence of the evidence times (1 - the probability that this much
 * evidence is an accident). Impact, description and data are those of the strongest by c times impact.
 *
 * <p>A pattern that starts to fire repeatedly flaps: from then on it stays on, without onsets of its own, until what it
 * watches has been steady for as long (like flapping in Kibana's alerting rules: 4 changes in 20 runs).
 */
public final class PatternLifecycle {
    private static final Format FORMAT = new Format("a pattern", 1);
    private static final RecordBytes<Pattern> RECORD = new RecordBytes<>(Pattern.class);

    /** A rise of confidence or impact over the published value that is worth a record; at most 5 per onset each. */
    private static final double MATERIAL = 0.2;

    /** Windows after which an ongoing pattern is published again, and then at each doubling. */
    private static final int FIRST_RENEWAL = 16;

    /**
     * A silence ends with the first record, and its limit grows with each; flapping is counted itself; and good news,
     * now and then, is no trouble.
     */
    private static final Set<PatternType> NEVER_FLAPPING = EnumSet.of(
            PatternType.SILENT_SOURCE,
            PatternType.FLAPPING,
            PatternType.SUCCESS,
            PatternType.CONSISTENT_HIGH_PERFORMANCE);

    /** The change of a pattern in a window. */
    enum Change {
        NONE,
        ONSET,
        ONGOING,
        ABATED
    }

    private final PatternKey key;
    private final TreeMap<String, HysteresisState> members = new TreeMap<>();
    private final ShownEvidence shown = new ShownEvidence();
    private Pattern latest;
    private boolean on;
    private boolean firing;
    private boolean flapping;
    private final ArrayDeque<Long> turns = new ArrayDeque<>();
    private long windowsOn;
    private long lastJudgedMs;
    private double publishedConfidence;
    private double publishedImpact;
    private String endReason;

    PatternLifecycle(PatternKey key) {
        this.key = key;
    }

    PatternKey key() {
        return key;
    }

    boolean on() {
        return on;
    }

    boolean flapping() {
        return flapping;
    }

    /** Names of the members that keep the pattern on. */
    List<String> firing() {
        return members.entrySet().stream()
                .filter(state -> state.getValue().firing())
                .map(Map.Entry::getKey)
                .toList();
    }

    /**
     * The record with the numbers of the last window, published or not; null before the first onset. Others may change
     * only its suspects and its incident.
     */
    Pattern latest() {
        return latest;
    }

    /** The last ones it has given; 0 before the first onset. */
    PatternNumbers numbers() {
        return latest == null
                ? PatternNumbers.of(0)
                : new PatternNumbers(latest.getRevision(), latest.getOnsetNumber());
    }

    long lastJudgedMs() {
        return lastJudgedMs;
    }

    /** Whether it can be dropped. One that had an onset cannot: its counts continue. */
    boolean forgettable() {
        return latest == null && members.isEmpty();
    }

    void present(String member, long history, Evidence evidence, long windowEndMs, Hysteresis rule) {
        HysteresisState state = members.computeIfAbsent(member, m -> HysteresisState.begin(history));
        state.present(evidence.strength(), windowEndMs, rule);
        lastJudgedMs = windowEndMs;
        if (state.firing()) {
            double accident = state.accident(rule, evidence.strength());
            shown.add(member, evidence, evidence.confidence() * (1 - accident));
        }
    }

    /** @return whether there was a watch */
    boolean absent(String member, long calmWindows, long windowEndMs, Hysteresis rule) {
        HysteresisState state = members.get(member);
        if (state == null) {
            return false;
        }
        state.absent(calmWindows, windowEndMs, rule);
        lastJudgedMs = windowEndMs;
        if (state.forgettable()) {
            members.remove(member);
        }
        return true;
    }

    boolean firing(String member) {
        HysteresisState state = members.get(member);
        return state != null && state.firing();
    }

    /**
     * Accepts what the member showed until then as usual.
     *
     * @return whether it has been firing since before that
     */
    boolean accept(String member, long atMs) {
        HysteresisState state = members.get(member);
        if (state == null || !state.firing() || state.onsetMs() > atMs) {
            return false;
        }
        state.clear();
        if (members.values().stream().noneMatch(HysteresisState::firing)) {
            flapping = false;
            endReason = EndReason.ACCEPTED;
        }
        return true;
    }

    void end(String reason) {
        members.values().forEach(HysteresisState::clear);
        flapping = false;
        endReason = reason;
    }

    /** Forgets members without data since then. */
    boolean retire(long beforeMs) {
        boolean any = members.values().removeIf(w -> w.lastJudgedMs() < beforeMs);
        if (any && members.isEmpty()) {
            end(EndReason.RETIRED);
        }
        return any;
    }

    /**
     * Forgets what it watches of these series. It ends with the next cycle when nothing else keeps it on.
     *
     * @return whether it did
     */
    boolean forget(Forgetting what) {
        boolean own = key.isOf(what);
        boolean any = members.keySet().removeIf(name -> {
            PatternMember member = PatternMember.of(key, name);
            return own || what.covers(member.source(), member.series());
        });
        any |= own && flapping;
        flapping &= !own && (!any || !members.isEmpty());
        return any;
    }

    /**
     * Forgets a source that it suspects.
     *
     * @return whether it did, which is worth a record
     */
    boolean forgetSuspect(String source, long policyVersion) {
        if (!on || !suspects(source)) {
            return false;
        }
        TreeMap<String, Double> left = new TreeMap<>(latest.getSuspects());
        left.remove(source);
        latest.setSuspects(left);
        if (source.equals(latest.getSuspectedSource())) {
            latest.setSuspectedSource(null);
        }
        suspicionChanged(policyVersion);
        return true;
    }

    private boolean suspects(String source) {
        return latest.getSuspects().containsKey(source) || source.equals(latest.getSuspectedSource());
    }

    /** Whether what kept it on was forgotten. Between cycles nothing else is so. */
    boolean unwatched() {
        return on && !flapping && members.values().stream().noneMatch(HysteresisState::firing);
    }

    /** Ends with this window, unless something else of it fires now. */
    void retire() {
        endReason = EndReason.RETIRED;
    }

    /** Evaluates the readings of a window. Called once per window with readings. */
    Change settle(
            String tenant,
            long windowEndMs,
            long sizeMs,
            PatternNumbers first,
            Hysteresis rule,
            PatternSettings settings,
            long policyVersion) {
        boolean fires = members.values().stream().anyMatch(HysteresisState::firing);
        judgeFlapping(fires, windowEndMs, sizeMs, settings.flapping());
        Change change = Change.NONE;
        if (fires && !on) {
            change = Change.ONSET;
            onset(tenant, windowEndMs, first);
        } else if (on && !fires && !flapping) {
            change = Change.ABATED;
            abate(windowEndMs, endReason != null ? endReason : "calm for " + rule.quiet() + " windows with data");
        } else if (on) {
            windowsOn++;
            change = goOn(windowEndMs) ? Change.ONGOING : Change.NONE;
        }
        if (change != Change.NONE) {
            publish(policyVersion);
        }
        shown.clear();
        endReason = null;
        return change;
    }

    private void judgeFlapping(boolean fires, long windowEndMs, long sizeMs, PatternSettings.Flapping rule) {
        while (!turns.isEmpty() && turns.getFirst() <= windowEndMs - rule.windows() * sizeMs) {
            turns.removeFirst();
        }
        if (fires != firing) {
            firing = fires;
            turns.addLast(windowEndMs);
            flapping |= fires && turns.size() >= rule.changes() && !NEVER_FLAPPING.contains(key.type());
        } else if (turns.isEmpty()) {
            flapping = false;
        }
    }

    private void onset(String tenant, long windowEndMs, PatternNumbers first) {
        Instant at = Instant.ofEpochMilli(windowEndMs);
        if (latest == null) {
            latest = Pattern.newBuilder()
                    .setTenantId(tenant)
                    .setPatternId(key.id())
                    .setPatternType(key.type())
                    .setSource(key.source().isEmpty() ? null : key.source())
                    .setSeries(key.series().isEmpty() ? null : key.series())
                    .setFirstDetected(at)
                    .setRevision(first.revision())
                    .setOnsetNumber(first.onset())
                    .build();
        }
        on = true;
        windowsOn = 0;
        latest.setState(PatternState.ONSET);
        latest.setOnsetNumber(latest.getOnsetNumber() + 1);
        latest.setFrequency(latest.getFrequency() + 1);
        latest.setOnsetAt(at);
        latest.setAbatedAt(null);
        latest.setAbatedReason(null);
        latest.setSuspectedSource(null);
        latest.setSuspects(Map.of());
        latest.setIncidentId(null);
        takeOver(windowEndMs);
    }

    private void abate(long windowEndMs, String reason) {
        on = false;
        latest.setState(PatternState.ABATED);
        latest.setAbatedAt(Instant.ofEpochMilli(windowEndMs));
        latest.setAbatedReason(reason);
    }

    /** @return whether the pattern rose enough, or lasted long enough, for a new record */
    private boolean goOn(long windowEndMs) {
        if (!shown.isEmpty()) {
            takeOver(windowEndMs);
        }
        boolean renewal = windowsOn >= FIRST_RENEWAL && Long.bitCount(windowsOn) == 1;
        boolean rise = latest.getConfidence() >= publishedConfidence + MATERIAL
                || latest.getImpactScore() >= publishedImpact + MATERIAL;
        if (rise || renewal) {
            latest.setState(PatternState.ONGOING);
        }
        return rise || renewal;
    }

    private void publish(long policyVersion) {
        latest.setPolicyVersion(policyVersion);
        latest.setRevision(latest.getRevision() + 1);
        publishedConfidence = latest.getConfidence();
        publishedImpact = latest.getImpactScore();
    }

    private void takeOver(long windowEndMs) {
        Evidence best = shown.strongest();
        latest.setConfidence(shown.confidence());
        latest.setImpactScore(best.impact());
        latest.setPatternDescription(best.description());
        latest.setPatternData(shown.data());
        latest.setLastDetected(Instant.ofEpochMilli(windowEndMs));
    }

    /** The suspected origin has changed since the record was published; counts as a new revision. */
    void suspicionChanged(long policyVersion) {
        latest.setState(PatternState.ONGOING);
        publish(policyVersion);
    }

    byte[] encode() {
        return FORMAT.encode(out -> {
            out.writeBoolean(on);
            out.writeBoolean(firing);
            out.writeBoolean(flapping);
            out.writeByte(turns.size());
            for (long turn : turns) {
                out.writeLong(turn);
            }
            out.writeLong(windowsOn);
            out.writeLong(lastJudgedMs);
            out.writeDouble(publishedConfidence);
            out.writeDouble(publishedImpact);
            out.writeInt(members.size());
            for (Map.Entry<String, HysteresisState> w : members.entrySet()) {
                out.writeUTF(w.getKey());
                w.getValue().encode(out);
            }
            out.writeBoolean(latest != null);
            if (latest != null) {
                RECORD.write(PatternRecords.ofTheRelease(latest), out);
            }
        });
    }

    static PatternLifecycle decode(PatternKey key, byte[] stored) {
        return FORMAT.decode(stored, in -> {
            PatternLifecycle life = new PatternLifecycle(key);
            life.on = in.readBoolean();
            life.firing = in.readBoolean();
            life.flapping = in.readBoolean();
            for (int n = in.readByte(); n > 0; n--) {
                life.turns.addLast(in.readLong());
            }
            life.windowsOn = in.readLong();
            life.lastJudgedMs = in.readLong();
            life.publishedConfidence = in.readDouble();
            life.publishedImpact = in.readDouble();
            for (int n = in.readInt(); n > 0; n--) {
                life.members.put(in.readUTF(), HysteresisState.decode(in));
            }
            life.latest = in.readBoolean() ? PatternRecords.sorted(RECORD.read(in)) : null;
            return life;
        });
    }
}
