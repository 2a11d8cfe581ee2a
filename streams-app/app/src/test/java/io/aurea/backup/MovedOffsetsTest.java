package io.aurea.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.apache.kafka.common.TopicPartition;

class MovedOffsetsTest {
    private static final TopicPartition LOG = new TopicPartition("log", 0);

    @Property(tries = 300)
    void shouldMoveAnOffsetToTheNumberOfRecordsBeforeIt(
            @ForAll @Size(max = 40) Set<@LongRange(max = 60) Long> offsets,
            @ForAll @LongRange(max = 70) long committed) {
        MovedOffsets moved = new MovedOffsets();
        new TreeSet<>(offsets).forEach(offset -> moved.add(LOG, offset));
        assertThat(moved.of(LOG, committed))
                .isEqualTo(offsets.stream().filter(offset -> offset < committed).count());
        assertThat(moved.end(LOG)).isEqualTo(offsets.size());
    }
}
