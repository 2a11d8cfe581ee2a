package io.aurea.window;

import com.datadoghq.sketch.ddsketch.DDSketch;
import com.datadoghq.sketch.ddsketch.encoding.ByteArrayInput;
import com.datadoghq.sketch.ddsketch.encoding.GrowingByteArrayOutput;
import com.datadoghq.sketch.ddsketch.mapping.CubicallyInterpolatedMapping;
import com.datadoghq.sketch.ddsketch.mapping.IndexMapping;
import com.datadoghq.sketch.ddsketch.store.CollapsingLowestDenseStore;
import com.datadoghq.sketch.ddsketch.store.Store;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

/**
 * Quantiles of a stream of numbers within 1 % relative error, mergeable, in bounded space.
 *
 * <p>C. Masson, J. E. Rim, H. K. Lee, DDSketch, VLDB 2019. Neither the order of the numbers nor a commit in between
 * changes the result. Bounded at {@value #MAX_BINS} bins per sign: numbers more than about eight decades below the
 * largest of their sign share the lowest bin.
 */
public final class Quantiles {
    static final double RELATIVE_ERROR = 0.01;
    private static final int MAX_BINS = 1024;
    private static final IndexMapping MAPPING = new CubicallyInterpolatedMapping(RELATIVE_ERROR);
    private static final Supplier<Store> STORES = () -> new CollapsingLowestDenseStore(MAX_BINS);

    /**
     * Most series have few numbers in a window, and a young sketch moves its bins with nearly every one. So the first
     * are kept unchanged; the results are those of the sketch from the start.
     */
    private static final int MOST_UNSKETCHED = 32;

    private static final int FEWEST_UNSKETCHED = 8;

    /** Of a sketch, and of one of its stores beside its bins. */
    private static final int SKETCH_BYTES = 200;

    private static final int STORE_BYTES = 100;

    private double[] unsketched = new double[FEWEST_UNSKETCHED];
    private int count;
    /** Null while the numbers are unsketched. */
    private DDSketch sketch;

    public Quantiles() {}

    private Quantiles(DDSketch sketch) {
        this.sketch = sketch;
        if (sketch.getCount() <= MOST_UNSKETCHED) {
            unsketch();
        } else {
            this.unsketched = null;
        }
    }

    /** So few numbers take less room, and are in the same bins, as the middles of these. */
    private void unsketch() {
        List<Double> middles = new ArrayList<>();
        sketch.getPositiveValueStore().forEach((bin, times) -> repeat(middles, MAPPING.value(bin), times));
        sketch.getNegativeValueStore().forEach((bin, times) -> repeat(middles, -MAPPING.value(bin), times));
        int all = (int) sketch.getCount();
        sketch = null;
        while (middles.size() < all) {
            middles.add(0.0);
        }
        middles.forEach(this::add);
    }

    private static void repeat(List<Double> numbers, double number, double times) {
        for (int n = (int) times; n > 0; n--) {
            numbers.add(number);
        }
    }

    public void add(double value) {
        if (sketch != null) {
            sketch.accept(value);
        } else if (count < MOST_UNSKETCHED) {
            if (count == unsketched.length) {
                unsketched = Arrays.copyOf(unsketched, 2 * count);
            }
            unsketched[count++] = value;
        } else {
            sketch = sketched();
            unsketched = null;
            sketch.accept(value);
        }
    }

    /** The memory it takes beyond that of a new one, bytes, about; depends on nothing but the numbers. */
    int bytes() {
        if (sketch == null) {
            return (unsketched.length - FEWEST_UNSKETCHED) * Double.BYTES;
        }
        return SKETCH_BYTES + bytesOf(sketch.getPositiveValueStore()) + bytesOf(sketch.getNegativeValueStore());
    }

    private static int bytesOf(Store store) {
        return store.isEmpty() ? 0 : STORE_BYTES + (store.getMaxIndex() - store.getMinIndex() + 1) * Double.BYTES;
    }

    /** Whether it would take no more memory with this number. */
    boolean holds(double value) {
        if (sketch == null) {
            return count < unsketched.length;
        }
        if (Math.abs(value) <= MAPPING.minIndexableValue()) {
            return true;
        }
        Store store = value > 0 ? sketch.getPositiveValueStore() : sketch.getNegativeValueStore();
        if (store.isEmpty()) {
            return false;
        }
        int bin = MAPPING.index(Math.abs(value));
        boolean full = store.getMaxIndex() - store.getMinIndex() + 1 >= MAX_BINS;
        return full || bin >= store.getMinIndex() && bin <= store.getMaxIndex();
    }

    /** A sketch of all numbers. */
    private DDSketch sketched() {
        if (sketch != null) {
            return sketch;
        }
        DDSketch all = new DDSketch(MAPPING, STORES);
        // From both ends inwards: the bins have their final range after the second number.
        double[] sorted = Arrays.copyOf(unsketched, count);
        Arrays.sort(sorted);
        for (int low = 0, high = count - 1; low <= high; low++, high--) {
            all.accept(sorted[low]);
            if (low < high) {
                all.accept(sorted[high]);
            }
        }
        return all;
    }

    /**
     * @param q each [0, 1]; there must be at least one number
     * @return the result for each
     */
    public double[] at(double... q) {
        if (sketch != null) {
            return sketch.getValuesAtQuantiles(q);
        }
        double[] sorted = Arrays.copyOf(unsketched, count);
        Arrays.sort(sorted);
        double[] answers = new double[q.length];
        for (int i = 0; i < q.length; i++) {
            answers[i] = binned(sorted[(int) (q[i] * (count - 1))], sorted);
        }
        return answers;
    }

    /**
     * The argument of {@link #at} for the number with this rank.
     *
     * @param rank 1 is the smallest, [1, count]
     * @param count of all numbers
     */
    static double ofRank(long rank, long count) {
        // Half a rank more, in case rounding falls short.
        return count == 1 ? 0 : Math.min(1, (rank - 0.5) / (count - 1));
    }

    /** A number as in a sketch of these numbers: the middle of its bin. */
    private static double binned(double number, double[] sorted) {
        if (Math.abs(number) <= MAPPING.minIndexableValue()) {
            return 0;
        }
        double largest = number > 0 ? sorted[sorted.length - 1] : -sorted[0];
        int lowest = MAPPING.index(largest) - MAX_BINS + 1;
        double middle = MAPPING.value(Math.max(lowest, MAPPING.index(Math.abs(number))));
        return number > 0 ? middle : -middle;
    }

    public byte[] encode() {
        GrowingByteArrayOutput out = GrowingByteArrayOutput.withDefaultInitialCapacity();
        try {
            sketched().encode(out, true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.trimmedCopy();
    }

    public static Quantiles decode(byte[] bytes) {
        try {
            return new Quantiles(DDSketch.decode(ByteArrayInput.wrap(bytes), STORES, MAPPING));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
