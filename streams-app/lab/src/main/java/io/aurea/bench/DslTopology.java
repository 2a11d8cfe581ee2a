package io.aurea.bench;

import io.aurea.app.AppSettings;
import io.aurea.schema.Observation;
import io.aurea.window.WindowSettings;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyConfig;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Grouped;
import org.apache.kafka.streams.kstream.Materialized;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.kstream.Suppressed;
import org.apache.kafka.streams.kstream.Suppressed.BufferConfig;
import org.apache.kafka.streams.kstream.TimeWindows;
import org.apache.kafka.streams.kstream.Windowed;
import org.apache.kafka.streams.kstream.WindowedSerdes;
import org.apache.kafka.streams.state.WindowStore;

/**
 * Observe's aggregate as one would write it in the Streams DSL: already keyed by series, the default store with its
 * cache, event-time windows, final results only.
 */
final class DslTopology {
    private DslTopology() {}

    static Topology of(AppSettings settings, Serde<Observation> observations) {
        WindowSettings window = settings.cycles().window();
        Map<String, Object> streams = settings.streams();
        StreamsBuilder builder = new StreamsBuilder(new TopologyConfig(new StreamsConfig(streams)));
        Serde<Windowed<String>> windowed = WindowedSerdes.timeWindowedSerdeFrom(String.class, window.sizeMs());
        builder.stream(
                        BenchTopics.BY_SERIES,
                        Consumed.with(Serdes.String(), observations)
                                .withTimestampExtractor((record, partitionTime) -> ((Observation) record.value())
                                        .getObservedAt()
                                        .toEpochMilli())
                                .withName("observations"))
                .groupByKey(Grouped.with("series", Serdes.String(), observations))
                .windowedBy(TimeWindows.ofSizeAndGrace(
                        Duration.ofMillis(window.sizeMs()), Duration.ofMillis(window.graceMs())))
                .aggregate(
                        SeriesAggregate::new,
                        (series, observation, aggregate) -> aggregate.add(observation),
                        Named.as("aggregate"),
                        Materialized.<String, SeriesAggregate, WindowStore<Bytes, byte[]>>as("series-windows")
                                .withKeySerde(Serdes.String())
                                .withValueSerde(SeriesAggregate.serde()))
                .suppress(Suppressed.<Windowed<String>>untilWindowCloses(BufferConfig.unbounded())
                        .withName("final"))
                .toStream(Named.as("closed"))
                .to(
                        BenchTopics.SERIES_WINDOWS,
                        Produced.with(windowed, SeriesAggregate.serde()).withName("results"));
        return builder.build();
    }
}
