package io.aurea.topology;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import io.aurea.fixture.Saved;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.streams.processor.api.Record;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever the entry of a record that waits is, it is loaded and saved again as it was, or refused, so that it is set aside. */
class WaitingRecordsFuzzTest {

    static Stream<Arguments> entries() {
        WaitingRecords waiting = new WaitingRecords();
        waiting.add(new ReadRecord(new Record<>(null, new byte[] {1}, 5), "aurea.loop", 0, 7));
        waiting.add(new ReadRecord(new Record<>(new byte[] {2}, null, 6), "aurea.loop", 1, 8));
        List<Arguments> entries = new ArrayList<>();
        waiting.saveAll((key, value) -> entries.add(Arguments.of(key, value)));
        return entries.stream();
    }

    @MethodSource("entries")
    @Timeout(10)
    @FuzzTest
    void shouldLoadAnEntryOrRefuseIt(byte @NotNull [] key, byte @NotNull [] value) {
        WaitingRecords waiting = new WaitingRecords();
        try {
            waiting.load(key, value);
        } catch (RuntimeException refused) {
            // The store sets the entry aside, and says so.
            return;
        }
        Saved once = new Saved();
        waiting.saveAll(once);
        WaitingRecords again = new WaitingRecords();
        once.loadInto(again);
        Saved twice = new Saved();
        again.saveAll(twice);
        assertThat(twice).isEqualTo(once);
        assertThat(waiting.poll().name()).isNotBlank();
    }
}
