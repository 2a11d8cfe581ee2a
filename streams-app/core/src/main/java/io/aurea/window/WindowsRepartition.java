package io.aurea.window;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.aurea.state.PartitionedEntries;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;

/**
 * The stored windows when the number of partitions of observations changes. No window may be open. The history of a series goes
 * where its records will; all partitions go on from the time that the slowest had reached, and the first has the tally of all.
 */
public final class WindowsRepartition {

    private WindowsRepartition() {}

    /**
     * The entries by their new partitions.
     *
     * @param partitionOf of a record, by its key {@code tenant/source}
     * @throws IllegalStateException if a window is open
     */
    public static PartitionedEntries of(PartitionedEntries before, int count, ToIntFunction<String> partitionOf) {
        long open = before.count(PartitionWindows.WINDOW_KEY);
        if (open > 0 || before.count(PartitionWindows.BOUNDARY_KEY) > 0) {
            throw new IllegalStateException(
                    open + " series windows are open; allowed: none, see `aurea drain` and `aurea send --close`");
        }
        PartitionedEntries after = new PartitionedEntries(count);
        after.place(PartitionWindows.HISTORY_KEY, before, key -> partitionOf.applyAsInt(recordKey(key)));
        LateSources late = new LateSources();
        List<ByteBuffer> metas = new ArrayList<>();
        for (int p = 0; p < before.count(); p++) {
            byte[] told = before.get(p, PartitionWindows.LATE_KEY);
            if (told != null) {
                late.restore(told);
            }
            byte[] meta = before.get(p, PartitionWindows.META_KEY);
            if (meta != null) {
                metas.add(PartitionWindows.META.read(meta));
            }
        }
        after.put(0, PartitionWindows.LATE_KEY, late.encode());
        if (metas.size() == before.count()) {
            placeMetas(metas, after);
        }
        return after;
    }

    /** A watermark, the five numbers of the tally, and the clock of that partition. */
    private static void placeMetas(List<ByteBuffer> metas, PartitionedEntries after) {
        long watermark = Long.MAX_VALUE;
        long[] tally = new long[5];
        for (ByteBuffer meta : metas) {
            watermark = Math.min(watermark, meta.getLong());
            for (int i = 0; i < tally.length; i++) {
                tally[i] += meta.getLong();
            }
        }
        for (int p = 0; p < after.count(); p++) {
            ByteBuffer clock = metas.get(p % metas.size()).duplicate();
            ByteBuffer meta = PartitionWindows.META.allocate((1 + tally.length) * Long.BYTES + clock.remaining());
            meta.putLong(watermark);
            for (long number : tally) {
                meta.putLong(p == 0 ? number : 0);
            }
            after.put(p, PartitionWindows.META_KEY, meta.put(clock).array());
        }
    }

    /** {@code tenant/source} of the path {@code tenant/source/name} behind two bytes of a history's key. */
    private static String recordKey(byte[] key) {
        String path = new String(key, 2, key.length - 2, UTF_8);
        return path.substring(0, path.indexOf('/', path.indexOf('/') + 1));
    }
}
