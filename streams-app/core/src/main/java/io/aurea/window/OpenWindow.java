package io.aurea.window;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/** The series of one open window, found by name or by the bytes in a record. Not thread-safe. */
final class OpenWindow {
    private static final int FEWEST_SLOTS = 16;

    private final long startMs;
    /** Open addressing with linear probing; the length is a power of two, and at most half of it is used. */
    private Accumulator[] slots = new Accumulator[FEWEST_SLOTS];

    private int size;

    OpenWindow(long startMs) {
        this.startMs = startMs;
    }

    long startMs() {
        return startMs;
    }

    /** The series of a record with this key and content; null if it is not open. */
    Accumulator find(byte[] key, EncodedObservation o) {
        int hash = SeriesBytes.hash(key, o.bytes(), o.nameFrom(), o.nameTo());
        for (int i = slot(hash); slots[i] != null; i = slot(i + 1)) {
            SeriesBytes bytes = slots[i].bytes();
            if (bytes.hash() == hash && bytes.isOf(key, o)) {
                return slots[i];
            }
        }
        return null;
    }

    /** The series with this name; null if it is not open. */
    Accumulator find(SeriesId series, SeriesBytes bytes) {
        for (int i = slot(bytes.hash()); slots[i] != null; i = slot(i + 1)) {
            if (slots[i].series().equals(series)) {
                return slots[i];
            }
        }
        return null;
    }

    /** @param series one that is not open */
    void add(Accumulator series) {
        size++;
        if (size > slots.length / 2) {
            Accumulator[] smaller = slots;
            slots = new Accumulator[2 * smaller.length];
            for (Accumulator moved : smaller) {
                if (moved != null) {
                    place(moved);
                }
            }
        }
        place(series);
    }

    /** Removes the series that are to be forgotten, and returns them in the order in which they would be closed. */
    List<Accumulator> take(Forgetting what) {
        List<Accumulator> taken =
                inOrder().stream().filter(a -> what.covers(a.series())).toList();
        if (!taken.isEmpty()) {
            Accumulator[] before = slots;
            slots = new Accumulator[before.length];
            for (Accumulator kept : before) {
                if (kept != null && !what.covers(kept.series())) {
                    place(kept);
                }
            }
            size -= taken.size();
        }
        return taken;
    }

    private void place(Accumulator series) {
        int i = slot(series.bytes().hash());
        while (slots[i] != null) {
            i = slot(i + 1);
        }
        slots[i] = series;
    }

    private int slot(int hash) {
        return hash & slots.length - 1;
    }

    /** All series, in the order in which they are closed. */
    List<Accumulator> inOrder() {
        return Arrays.stream(slots)
                .filter(Objects::nonNull)
                .sorted(Comparator.comparing(Accumulator::series))
                .toList();
    }

    boolean isEmpty() {
        return size == 0;
    }

    /** All series, in no particular order. */
    List<Accumulator> series() {
        return Arrays.stream(slots).filter(Objects::nonNull).toList();
    }
}
