package io.aurea.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;

/** That each record is stored once: offsets, tasks that lost their partition, PostgreSQL going away. */
class PostgresSinkOffsetsIT extends SinkFixture {

    @Test
    void shouldGoOnWhereTheTaskBeforeItStopped() throws SQLException {
        task.open(List.of(CYCLES));
        task.put(List.of(records.cycle(1), records.cycle(2)));
        task.stop();

        FakeContext later = new FakeContext(true);
        task = task(later);
        task.open(List.of(CYCLES));
        assertThat(later.offsets).containsExactly(Map.entry(CYCLES, 2L));
        task.put(List.of(records.cycle(3)));

        assertThat(cycles()).containsExactly("shop|1|1", "shop|2|1", "shop|3|1");
        assertThat(offsets()).containsExactly("aurea.cycles|0|3");
    }

    @Test
    void shouldStopATaskWhosePartitionAnotherOneTookOver() throws SQLException {
        PostgresSinkTask zombie = task(new FakeContext(true));
        zombie.open(List.of(CYCLES));
        zombie.put(List.of(records.cycle(1)));
        task.open(List.of(CYCLES));
        assertThat(context.offsets).containsExactly(Map.entry(CYCLES, 1L));

        // Their offsets agree: only the epoch differs.
        assertThatThrownBy(() -> zombie.put(List.of(records.cycle(2))))
                .isExactlyInstanceOf(ConnectException.class)
                .hasMessageContainingAll("lost aurea.cycles-0", "epoch 1", "epoch 2");
        zombie.stop();
        records.seek("aurea.cycles", 1);
        task.put(List.of(records.cycle(3)));

        assertThat(cycles()).containsExactly("shop|1|1", "shop|3|1");
        assertThat(offsets()).containsExactly("aurea.cycles|0|2");
    }

    @Test
    void shouldWaitForPostgresAndLoseNothing() throws SQLException {
        task.open(List.of(CYCLES));
        task.put(List.of(records.cycle(1)));
        List<SinkRecord> batch = List.of(records.cycle(2), records.cycle(3));

        database.server().kill();
        try {
            assertThatThrownBy(() -> task.put(batch)).isInstanceOf(RetriableException.class);
            assertThatThrownBy(() -> task.put(batch)).isInstanceOf(RetriableException.class);
            assertThat(task.preCommit(Map.of(CYCLES, new OffsetAndMetadata(1))))
                    .containsExactly(Map.entry(CYCLES, new OffsetAndMetadata(1)));
            assertThat(context.timeouts).containsExactly(250L, 500L);
        } finally {
            database.server().restart();
        }
        task.put(batch);

        assertThat(cycles()).containsExactly("shop|1|1", "shop|2|1", "shop|3|1");
        assertThat(offsets()).containsExactly("aurea.cycles|0|3");
    }

    @Test
    void shouldStopWhenPostgresStaysAway() {
        task.stop();
        task = task(context, Map.of("retry.timeout.ms", "0"));
        task.open(List.of(CYCLES));

        database.server().kill();
        try {
            assertThatThrownBy(() -> task.put(List.of(records.cycle(1))))
                    .isExactlyInstanceOf(ConnectException.class)
                    .hasMessageContaining("retry.timeout.ms");
        } finally {
            database.server().restart();
        }
    }

    @Test
    void shouldTakePartitionsOverLaterWhenPostgresIsAwayAtFirst() throws SQLException {
        task.open(List.of(CYCLES));
        task.put(List.of(records.cycle(1), records.cycle(2)));
        task.stop();
        records.seek("aurea.cycles", 5);
        List<SinkRecord> tooEarly = List.of(records.cycle(6));
        FakeContext later = new FakeContext(true);

        database.server().kill();
        try {
            task = task(later);
            task.open(List.of(CYCLES));
            assertThatThrownBy(() -> task.put(tooEarly)).isInstanceOf(RetriableException.class);
        } finally {
            database.server().restart();
        }
        // What the consumer fetched before it knew the stored offset is not taken: it will be delivered again.
        task.put(tooEarly);
        assertThat(later.offsets).containsExactly(Map.entry(CYCLES, 2L));
        assertThat(task.preCommit(Map.of(CYCLES, new OffsetAndMetadata(6))))
                .containsExactly(Map.entry(CYCLES, new OffsetAndMetadata(2)));
        records.seek("aurea.cycles", 2);
        task.put(List.of(records.cycle(3)));

        assertThat(cycles()).containsExactly("shop|1|1", "shop|2|1", "shop|3|1");
        assertThat(offsets()).containsExactly("aurea.cycles|0|3");
    }

    @Test
    void shouldStopWhenTheLogIsNotTheOneItKnows() throws SQLException {
        task.open(List.of(CYCLES));
        task.put(LongStream.rangeClosed(1, 5).mapToObj(n -> records.cycle(n)).toList());
        task.close(List.of(CYCLES));
        task.open(List.of(CYCLES));
        records.seek("aurea.cycles", 0);

        assertThatThrownBy(() -> task.put(List.of(records.cycle(6))))
                .isExactlyInstanceOf(ConnectException.class)
                .hasMessageContainingAll("offset 0 of aurea.cycles-0", "below 5", "DELETE /connectors/sink/offsets");
        assertThat(cycles()).hasSize(5);
        assertThat(offsets()).containsExactly("aurea.cycles|0|5");
    }

    @Test
    void shouldMoveTheOffsetPastRecordsThatTheConverterRefused() throws SQLException {
        task.open(List.of(CYCLES));
        task.put(List.of(records.cycle(1)));

        assertThat(task.preCommit(Map.of(CYCLES, new OffsetAndMetadata(4))))
                .containsExactly(Map.entry(CYCLES, new OffsetAndMetadata(4)));
        assertThat(offsets()).containsExactly("aurea.cycles|0|4");
    }

    @Test
    void shouldAlterAndResetOffsetsForTheWorker() throws SQLException {
        task.open(List.of(CYCLES));
        task.put(List.of(records.cycle(1), records.cycle(2)));
        PostgresSinkConnector connector = new PostgresSinkConnector();

        assertThat(connector.alterOffsets(config(Map.of()), Map.of(CYCLES, 1L))).isTrue();
        assertThat(offsets()).containsExactly("aurea.cycles|0|1");
        assertThatThrownBy(() -> task.put(List.of(records.cycle(3)))).hasMessageContaining("lost aurea.cycles-0");

        assertThat(connector.alterOffsets(config(Map.of()), Map.of())).isTrue();
        assertThat(offsets()).containsExactly("aurea.cycles|0|null");
        assertThatThrownBy(() -> connector.alterOffsets(config(Map.of()), Map.of(new TopicPartition("other", 0), 1L)))
                .isInstanceOf(ConnectException.class)
                .hasMessageContainingAll("other-0", "aurea.cycles");
    }
}
