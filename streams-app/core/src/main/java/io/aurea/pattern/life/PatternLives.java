package io.aurea.pattern.life;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.aurea.pattern.ClosedCycle;
import io.aurea.pattern.PatternKey;
import io.aurea.pattern.PatternSettings;
import io.aurea.state.Entries;
import io.aurea.state.StoredState;
import java.util.Collection;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The lives of a tenant's pattern identities, ordered by type, source and series: one entry each. Not thread-safe. */
final class PatternLives implements StoredState {
    private final String tenant;
    private final TreeMap<PatternKey, PatternLifecycle> lives = new TreeMap<>();
    private final TreeSet<PatternKey> changed = new TreeSet<>();

    PatternLives(String tenant) {
        this.tenant = tenant;
    }

    /** Takes what the rules see in this cycle. */
    CycleLives in(ClosedCycle cycle, PatternSettings settings) {
        return new CycleLives(this, tenant, cycle, settings);
    }

    /** Null without one. */
    PatternLifecycle get(PatternKey pattern) {
        return lives.get(pattern);
    }

    PatternLifecycle begin(PatternKey pattern) {
        return lives.computeIfAbsent(pattern, PatternLifecycle::new);
    }

    Collection<PatternLifecycle> all() {
        return lives.values();
    }

    /** Those that are on. */
    Stream<PatternLifecycle> on() {
        return lives.values().stream().filter(PatternLifecycle::on);
    }

    void changed(PatternKey pattern) {
        changed.add(pattern);
    }

    /** Forgets what is not worth keeping, and beyond so many what is off and was judged longest ago. */
    void forget(int most) {
        lives.values().removeIf(life -> {
            if (life.forgettable()) {
                changed.add(life.key());
            }
            return life.forgettable();
        });
        while (lives.size() > most) {
            PatternLifecycle oldest = null;
            for (PatternLifecycle life : lives.values()) {
                if (!life.on() && (oldest == null || life.lastJudgedMs() < oldest.lastJudgedMs())) {
                    oldest = life;
                }
            }
            if (oldest == null) {
                return;
            }
            lives.remove(oldest.key());
            changed.add(oldest.key());
        }
    }

    @Override
    public void load(byte[] key, byte[] value) {
        PatternKey pattern = PatternKey.parse(new String(key, US_ASCII));
        lives.put(pattern, PatternLifecycle.decode(pattern, value));
    }

    @Override
    public void save(Entries changes) {
        for (PatternKey pattern : changed) {
            PatternLifecycle life = lives.get(pattern);
            changes.put(pattern.id().getBytes(US_ASCII), life == null ? null : life.encode());
        }
        changed.clear();
    }

    @Override
    public void saveAll(Entries all) {
        lives.forEach((pattern, life) -> all.put(pattern.id().getBytes(US_ASCII), life.encode()));
    }
}
