package io.aurea.state;

import java.util.ArrayList;
import java.util.List;

/** The last values, each with its number from 1; a new one replaces the oldest. */
public final class Ring<V> {

    private record Numbered<V>(long number, V value) {}

    private final int capacity;
    private final StoredMap<Numbered<V>> slots;
    private long count;

    public Ring(char letter, int capacity, Codec<V> codec) {
        this.capacity = capacity;
        this.slots = new StoredMap<>(
                letter,
                Codec.of(
                        1,
                        (n, out) -> {
                            out.writeLong(n.number);
                            byte[] bytes = codec.encode(n.value);
                            out.writeInt(bytes.length);
                            out.write(bytes);
                        },
                        in -> {
                            long number = in.readLong();
                            return new Numbered<>(number, codec.decode(Codec.bytes(in)));
                        }));
    }

    /** Its stored form; the count of all values so far is restored with the values. */
    public StoredMap<?> stored() {
        return slots;
    }

    public void add(V value) {
        long number = count() + 1;
        count = number;
        slots.put(slot(number), new Numbered<>(number, value));
    }

    /** Replaces a value that is still present. */
    public void replace(long number, V value) {
        Numbered<V> old = slots.get(slot(number));
        if (old != null && old.number == number) {
            slots.put(slot(number), new Numbered<>(number, value));
        }
    }

    /** Values so far, including forgotten ones. */
    public long count() {
        if (count == 0 && slots.size() > 0) {
            count = slots.values().stream().mapToLong(Numbered::number).max().orElse(0);
        }
        return count;
    }

    /** Number of the oldest value present; count + 1 without any. */
    public long first() {
        return Math.max(1, count() - capacity + 1);
    }

    /** The value with this number, in [first, count]. */
    public V get(long number) {
        return slots.get(slot(number)).value;
    }

    /** The values from this number on that are still present, oldest first. */
    public List<V> since(long number) {
        List<V> values = new ArrayList<>();
        for (long n = Math.max(number, first()); n <= count(); n++) {
            values.add(get(n));
        }
        return values;
    }

    /** All values present, oldest first. */
    public List<V> all() {
        return since(1);
    }

    private String slot(long number) {
        return Long.toString(number % capacity);
    }
}
