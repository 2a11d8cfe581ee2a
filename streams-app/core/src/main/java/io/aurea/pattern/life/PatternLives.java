package io.aurea.pattern.life;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.aurea.pattern.ClosedCycle;
import io.aurea.pattern.PatternKey;
import io.aurea.pattern.PatternSettings;
import io.aurea.state.Entries;
import io.aurea.state.StoredState;
import java.util.Collection;
import java.util.Comparator;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The lives of a tenant's pattern identities, ordered by type, source and series: one entry each. Who follows the records of
 * an identity takes a lower revision for an older one; so what comes after a forgotten identity counts on from the highest
 * numbers that one had, which are an entry without a name. Not thread-safe.
 */
final class PatternLives implements StoredState {
    private static final byte[] FORGOTTEN = {};

    private final String tenant;
    private final TreeMap<PatternKey, PatternLifecycle> lives = new TreeMap<>();
    private final TreeSet<PatternKey> changed = new TreeSet<>();
    private PatternNumbers forgotten = PatternNumbers.of(0);
    private boolean forgot;

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

    /** What an identity counts on from that begins in this epoch. */
    PatternNumbers first(long epoch) {
        return forgotten.max(PatternNumbers.of(epoch));
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
        if (lives.size() <= most) {
            return;
        }
        lives.values().stream()
                .filter(life -> !life.on())
                .sorted(Comparator.comparingLong(PatternLifecycle::lastJudgedMs))
                .limit(lives.size() - most)
                .toList()
                .forEach(this::forget);
    }

    void forget(PatternLifecycle life) {
        lives.remove(life.key());
        changed.add(life.key());
        forgotten = forgotten.max(life.numbers());
        forgot = true;
    }

    @Override
    public void load(byte[] key, byte[] value) {
        if (key.length == 0) {
            forgotten = PatternNumbers.CODEC.decode(value);
            return;
        }
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
        if (forgot) {
            changes.put(FORGOTTEN, PatternNumbers.CODEC.encode(forgotten));
            forgot = false;
        }
    }

    @Override
    public void saveAll(Entries all) {
        lives.forEach((pattern, life) -> all.put(pattern.id().getBytes(US_ASCII), life.encode()));
        if (!forgotten.equals(PatternNumbers.of(0))) {
            all.put(FORGOTTEN, PatternNumbers.CODEC.encode(forgotten));
        }
    }
}
