package io.aurea.learning;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.aurea.output.LoopOutput;
import io.aurea.schema.BrainEntry;
import io.aurea.state.Codec;
import io.aurea.state.Epoch;
import io.aurea.state.StoredMap;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * The entries of the unified brain that one tenant's loop keeps alive. An entry with an unchanged value is not written
 * again before half of its time is over. Expired entries are forgotten with a tombstone, and so is the next to expire
 * when there are more than the policy allows.
 */
final class Brain {
    private static final int MOST_AT_ONCE = 100;
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();

    private record Kept(long revision, long writtenAtMs, long expiresAtMs, int valueHash) {
        static final Codec<Kept> CODEC = Codec.of(
                1,
                (k, out) -> {
                    out.writeLong(k.revision);
                    out.writeLong(k.writtenAtMs);
                    out.writeLong(k.expiresAtMs);
                    out.writeInt(k.valueHash);
                },
                in -> new Kept(in.readLong(), in.readLong(), in.readLong(), in.readInt()));
    }

    private final String tenant;
    private final StoredMap<Kept> kept;
    /** Nothing expires before this, epoch milliseconds; unknown after a restart. */
    private long firstExpiryMs = Long.MIN_VALUE;

    private long displaced;

    Brain(String tenant, char letter) {
        this.tenant = tenant;
        this.kept = new StoredMap<>(letter, Kept.CODEC);
    }

    StoredMap<?> stored() {
        return kept;
    }

    /** @param value becomes JSON with sorted keys; numbers are text from {@link Decimal} or whole numbers */
    void store(
            String key,
            Map<String, ?> value,
            String category,
            String priority,
            String source,
            double importance,
            List<String> tags,
            LearningMoment at,
            long keepMs,
            LoopOutput out) {
        long nowMs = at.nowMs();
        String json = json(value);
        Kept before = kept.get(key);
        if (before != null
                && before.valueHash == json.hashCode()
                && nowMs - before.writtenAtMs < (before.expiresAtMs - before.writtenAtMs) / 2) {
            return;
        }
        makeRoom(before, at.settings().brainEntries(), out);
        Kept now = new Kept(
                before == null ? Epoch.before(at.cycleNumber()) + 1 : before.revision + 1,
                nowMs,
                nowMs + keepMs,
                json.hashCode());
        kept.put(key, now);
        firstExpiryMs = Math.min(firstExpiryMs, now.expiresAtMs);
        out.brain(BrainEntry.newBuilder()
                .setTenantId(tenant)
                .setKey(key)
                .setRevision(now.revision)
                .setValue(json)
                .setCategory(category)
                .setPriority(priority)
                .setSource(source)
                .setImportance(importance)
                .setTags(tags)
                .setExpiresAt(Instant.ofEpochMilli(now.expiresAtMs))
                .setLastUpdated(Instant.ofEpochMilli(nowMs))
                .build());
    }

    private void makeRoom(Kept before, int most, LoopOutput out) {
        if (before != null) {
            return;
        }
        int tooMany = kept.size() + 1 - most;
        if (tooMany <= 0) {
            return;
        }
        // When the limit has been lowered, each entry makes room for some more.
        List<String> first = kept.entries().entrySet().stream()
                .sorted(Comparator.comparingLong(e -> e.getValue().expiresAtMs))
                .limit(Math.min(tooMany, MOST_AT_ONCE))
                .map(Map.Entry::getKey)
                .toList();
        first.forEach(key -> forget(key, out));
        displaced += first.size();
    }

    /** How many entries have made room for others before their time, since the last call. */
    long takeDisplaced() {
        long taken = displaced;
        displaced = 0;
        return taken;
    }

    boolean keeps(String key) {
        return kept.get(key) != null;
    }

    void forget(String key, LoopOutput out) {
        if (kept.get(key) != null) {
            kept.remove(key);
            out.forget(tenant, key);
        }
    }

    /** Forgets everything, in the order of the keys. */
    void forgetAll(LoopOutput out) {
        List.copyOf(kept.entries().keySet()).forEach(key -> forget(key, out));
    }

    /** Forgets what has expired, in the order of the keys. */
    void expire(long nowMs, LoopOutput out) {
        if (nowMs < firstExpiryMs) {
            return;
        }
        List<String> due = new ArrayList<>();
        firstExpiryMs = Long.MAX_VALUE;
        for (Map.Entry<String, Kept> e : kept.entries().entrySet()) {
            if (e.getValue().expiresAtMs <= nowMs) {
                due.add(e.getKey());
            } else {
                firstExpiryMs = Math.min(firstExpiryMs, e.getValue().expiresAtMs);
            }
        }
        due.forEach(key -> forget(key, out));
    }

    private static String json(Map<String, ?> value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a map of texts and numbers is always JSON", e);
        }
    }
}
