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
import java.util.function.Supplier;

/**
 * Quantiles of a stream of numbers within 1 % relative error, mergeable, in bounded space.
 *
 * <p>C. Masson, J. E. Rim, H. K. Lee, DDSketch, VLDB 2019. Neither the order of the numbers nor a commit in between
 * changes the answer. Bounded at {@value #MAX_BINS} bins a sign: numbers of one sign that are more than about eight
 * decades below the largest share the lowest bin.
 */
final class Quantiles {
    static final double RELATIVE_ERROR = 0.01;
    private static final int MAX_BINS = 1024;
    private static final IndexMapping MAPPING = new CubicallyInterpolatedMapping(RELATIVE_ERROR);
    private static final Supplier<Store> STORES = () -> new CollapsingLowestDenseStore(MAX_BINS);

    private final DDSketch sketch;

    Quantiles() {
        this(new DDSketch(MAPPING, STORES));
    }

    private Quantiles(DDSketch sketch) {
        this.sketch = sketch;
    }

    void add(double value) {
        sketch.accept(value);
    }

    /** @param q [0, 1]; there must be at least one number */
    double at(double q) {
        return sketch.getValueAtQuantile(q);
    }

    byte[] encode() {
        GrowingByteArrayOutput out = GrowingByteArrayOutput.withDefaultInitialCapacity();
        try {
            sketch.encode(out, true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.trimmedCopy();
    }

    static Quantiles decode(byte[] bytes) {
        try {
            return new Quantiles(DDSketch.decode(ByteArrayInput.wrap(bytes), STORES, MAPPING));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
