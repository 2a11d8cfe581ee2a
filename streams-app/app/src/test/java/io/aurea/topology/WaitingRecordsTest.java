package io.aurea.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.aurea.fixture.Saved;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.kafka.streams.processor.api.Record;

class WaitingRecordsTest {

    /** Also when the log has been restored in between, and its offsets begin again. */
    @Property
    void shouldGiveThemBackInTheOrderInWhichTheyCameAndLeaveNothingBehind(@ForAll Random random) {
        Saved saved = new Saved();
        WaitingRecords life = new WaitingRecords();
        List<Long> expected = new ArrayList<>();
        List<Long> polled = new ArrayList<>();
        long offset = 1_000;
        for (long time = 0; time < 60; time++) {
            if (random.nextInt(10) == 0) {
                offset = random.nextInt(2_000);
            }
            if (random.nextInt(5) < 3) {
                life.add(new ReadRecord(new Record<>(null, new byte[] {1}, time), "aurea.loop", 0, offset++));
                expected.add(time);
            } else if (!life.isEmpty()) {
                polled.add(life.poll().record().timestamp());
            }
            if (random.nextInt(3) == 0) {
                life.save(saved);
                life = new WaitingRecords();
                saved.loadInto(life);
                Saved all = new Saved();
                life.saveAll(all);
                assertThat(all).isEqualTo(saved);
                assertThat(life.form()).isEqualTo(life.isEmpty() ? 1 : 2);
            }
        }
        while (!life.isEmpty()) {
            polled.add(life.poll().record().timestamp());
        }
        life.save(saved);
        assertThat(polled).isEqualTo(expected);
        assertThat(saved.size()).isZero();
    }
}
