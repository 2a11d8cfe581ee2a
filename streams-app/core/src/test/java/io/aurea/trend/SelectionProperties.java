package io.aurea.trend;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class SelectionProperties {

    @Property
    void shouldFindWhatSortingFinds(
            @ForAll @Size(min = 1, max = 200) double @DoubleRange(min = -1e3, max = 1e3) [] numbers,
            @ForAll @IntRange(max = 199) int anyRank) {
        int rank = anyRank % numbers.length;
        double[] sorted = numbers.clone();
        Arrays.sort(sorted);
        double[] moved = numbers.clone();

        assertThat(Selection.smallest(moved, moved.length, rank)).isEqualTo(sorted[rank]);
        if (rank > 0) {
            assertThat(Selection.greatest(moved, rank)).isEqualTo(sorted[rank - 1]);
        }
        Arrays.sort(moved);
        assertThat(moved).as("the same numbers").isEqualTo(sorted);
    }
}
