package io.aurea.status;

import io.aurea.topic.Topics;
import io.aurea.topology.TenantPartitioner;
import io.aurea.topology.TenantViews;
import io.aurea.topology.ViewStoreType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KeyQueryMetadata;
import org.apache.kafka.streams.LagInfo;
import org.apache.kafka.streams.StreamsMetadata;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.state.HostInfo;

/** The instances as Kafka Streams knows them. */
final class StreamsCluster implements Cluster {
    /** A copy that lags by more changes than this is not shown; also Kafka Streams' limit for caught up. */
    private static final long MAX_LAG = 10_000;

    private final KafkaStreams streams;
    private final String self;
    private final int partitions;
    private final TenantPartitioner partitioner = new TenantPartitioner();

    /** @param partitions of {@code aurea.loop} */
    StreamsCluster(KafkaStreams streams, String self, int partitions) {
        this.streams = streams;
        this.self = self;
        this.partitions = partitions;
    }

    @Override
    public String self() {
        return self;
    }

    @Override
    public Place placeOf(String tenant) {
        int partition = partitioner
                .partitions(Topics.LOOP.name(), tenant, null, partitions)
                .orElseThrow()
                .iterator()
                .next();
        try {
            KeyQueryMetadata at = streams.queryMetadataForKey(ViewStoreType.STORE, tenant, partitioner);
            if (at == null || at.equals(KeyQueryMetadata.NOT_AVAILABLE)) {
                return new Place(partition, Optional.empty(), List.of());
            }
            return new Place(
                    at.partition(),
                    known(at.activeHost()),
                    at.standbyHosts().stream().map(StreamsCluster::text).toList());
        } catch (InvalidStateStoreException | IllegalStateException notNow) {
            return new Place(partition, Optional.empty(), List.of());
        }
    }

    private static Optional<String> known(HostInfo host) {
        return host.equals(HostInfo.unavailable()) ? Optional.empty() : Optional.of(text(host));
    }

    private static String text(HostInfo host) {
        return host.host() + ":" + host.port();
    }

    @Override
    public List<Place> places() {
        Map<Integer, String> owners = new HashMap<>();
        Map<Integer, List<String>> copies = new HashMap<>();
        try {
            for (StreamsMetadata instance : streams.streamsMetadataForStore(ViewStoreType.STORE)) {
                String name = text(instance.hostInfo());
                for (TopicPartition p : instance.topicPartitions()) {
                    if (p.topic().equals(Topics.LOOP.name())) {
                        owners.put(p.partition(), name);
                    }
                }
                for (TopicPartition p : instance.standbyTopicPartitions()) {
                    if (p.topic().equals(Topics.LOOP.name())) {
                        copies.computeIfAbsent(p.partition(), n -> new ArrayList<>())
                                .add(name);
                    }
                }
            }
        } catch (InvalidStateStoreException | IllegalStateException notNow) {
            owners.clear();
            copies.clear();
        }
        List<Place> places = new ArrayList<>();
        for (int p = 0; p < partitions; p++) {
            places.add(new Place(p, Optional.ofNullable(owners.get(p)), copies.getOrDefault(p, List.of())));
        }
        return places;
    }

    @Override
    public Optional<TenantViews> local(int partition) {
        try {
            TenantViews views = streams.store(ViewStoreType.of(partition));
            return views.owned() || caughtUp(partition) ? Optional.of(views) : Optional.empty();
        } catch (InvalidStateStoreException | IllegalStateException notHere) {
            return Optional.empty();
        }
    }

    private boolean caughtUp(int partition) {
        try {
            LagInfo lag = streams.allLocalStorePartitionLags()
                    .getOrDefault(ViewStoreType.STORE, Map.of())
                    .get(partition);
            return lag != null && lag.offsetLag() <= MAX_LAG;
        } catch (KafkaException noAnswer) {
            return false;
        }
    }
}
