package io.aurea.pattern.life;

import io.aurea.pattern.ClosedCycle;
import io.aurea.pattern.Evidence;
import io.aurea.pattern.Hysteresis;
import io.aurea.pattern.PatternKey;
import io.aurea.pattern.PatternSettings;
import io.aurea.pattern.life.PatternLifecycle.Change;
import io.aurea.pattern.rule.EvidenceSink;
import io.aurea.schema.PatternType;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Passes what the rules see in one cycle to the lives concerned, and makes of it what has to be known of them. */
final class CycleLives implements EvidenceSink {
    private final PatternLives lives;
    private final String tenant;
    private final ClosedCycle cycle;
    private final PatternSettings settings;
    private final TreeSet<PatternKey> touched = new TreeSet<>();
    private final Set<PatternKey> shown = new HashSet<>();
    private final boolean full;
    private long refused;

    CycleLives(PatternLives lives, String tenant, ClosedCycle cycle, PatternSettings settings) {
        this.lives = lives;
        this.tenant = tenant;
        this.cycle = cycle;
        this.settings = settings;
        this.full = lives.on().count() >= settings.maxIdentities();
    }

    /** How often something was seen that no pattern could begin with, since as many as may be are active. */
    long refused() {
        return refused;
    }

    PatternSettings settings() {
        return settings;
    }

    /** Something has become of the pattern besides what the rules see. */
    void touch(PatternKey pattern) {
        touched.add(pattern);
    }

    /** Of all that were touched since the last call. */
    void settle(Map<PatternKey, Change> changes, long policyVersion) {
        for (PatternKey key : touched) {
            changes.put(
                    key,
                    lives.get(key)
                            .settle(
                                    tenant,
                                    cycle.windowEndMs(),
                                    cycle.sizeMs(),
                                    lives.first(cycle.epoch()),
                                    hysteresis(key),
                                    settings,
                                    policyVersion));
            lives.changed(key);
        }
        touched.clear();
    }

    @Override
    public void present(PatternKey pattern, String member, long history, Evidence evidence) {
        if (full && lives.get(pattern) == null) {
            refused++;
            return;
        }
        PatternLifecycle life = lives.begin(pattern);
        life.present(member, history, evidence, cycle.windowEndMs(), hysteresis(pattern));
        touched.add(pattern);
        shown.add(pattern);
    }

    @Override
    public void absent(PatternKey pattern, String member, long calmWindows) {
        PatternLifecycle life = lives.get(pattern);
        if (life != null && life.absent(member, calmWindows, cycle.windowEndMs(), hysteresis(pattern))) {
            touched.add(pattern);
        }
    }

    @Override
    public void accepted(PatternKey pattern, String member, Instant at) {
        PatternLifecycle life = lives.get(pattern);
        if (at != null && life != null && life.accept(member, at.toEpochMilli())) {
            touched.add(pattern);
        }
    }

    @Override
    public void end(PatternKey pattern, String reason) {
        PatternLifecycle life = lives.get(pattern);
        if (life != null && life.on()) {
            life.end(reason);
            touched.add(pattern);
        }
    }

    @Override
    public boolean firing(PatternKey pattern, String member) {
        PatternLifecycle life = lives.get(pattern);
        return life != null && life.firing(member);
    }

    @Override
    public boolean shows(Set<PatternType> types, Set<PatternKey> except) {
        return shown.stream().anyMatch(key -> types.contains(key.type()) && !except.contains(key))
                || lives.on().anyMatch(life -> types.contains(life.key().type()) && !except.contains(life.key()));
    }

    private Hysteresis hysteresis(PatternKey pattern) {
        return settings.hysteresis(pattern.type());
    }
}
