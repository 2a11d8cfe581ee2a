package io.aurea.topic;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Creates the topics of the catalogue and reports where they differ from it. Existing topics are never changed: fewer
 * days of retention lose data, and more partitions move keys.
 */
public final class TopicAdmin {

    private static final String UNSET = "unset";
    private static final long FIRST_PAUSE_MS = 50;
    private static final long LONGEST_PAUSE_MS = 1_000;

    private final Admin admin;
    private final TopicSettings settings;
    private final Duration timeout;
    private final BrokerAnswers answers;

    /**
     * @param admin closed by the caller
     * @param timeout for each call to the brokers
     */
    public TopicAdmin(Admin admin, TopicSettings settings, Duration timeout) {
        this.admin = admin;
        this.settings = settings;
        this.timeout = timeout;
        this.answers = new BrokerAnswers(timeout);
    }

    /**
     * Creates the topics that do not exist, and returns when each of their partitions is served.
     *
     * @return the names of those created, in the order of the catalogue
     */
    public List<String> createMissing() {
        Set<String> existing = answers.await(admin.listTopics().names());
        List<NewTopic> missing = Topics.ALL.stream()
                .filter(topic -> !existing.contains(topic.name()))
                .map(topic -> new NewTopic(
                                topic.name(),
                                Optional.of(settings.partitions()),
                                Optional.of(settings.replicationFactor()))
                        .configs(settings.configs(topic)))
                .toList();
        return create(missing);
    }

    /**
     * Creates these topics, and returns when each of their partitions is served.
     *
     * @return the names of those that this call created: somebody else may have been faster
     */
    public List<String> create(List<NewTopic> topics) {
        Map<String, KafkaFuture<Void>> results = admin.createTopics(topics).values();
        List<String> created = new ArrayList<>();
        for (NewTopic topic : topics) {
            try {
                answers.await(Map.of("topic " + topic.name(), results.get(topic.name())));
                created.add(topic.name());
            } catch (TopicExistsException e) {
                // Somebody else was faster: the topic exists, which is all that matters, but we did not create it.
                continue;
            }
        }
        awaitServed(
                topics.stream().filter(topic -> created.contains(topic.name())).toList());
        return created;
    }

    /**
     * A broker knows of a new partition before it serves it. An idempotent producer that comes in between may lose its
     * first records: the second request is taken, and the first one refused until it is given up (KAFKA-15591). Asking
     * for an offset goes to the partition's leader, and is repeated until it answers. A broker that does not know the
     * topic at all fails the request, so it is sent anew.
     */
    private void awaitServed(List<NewTopic> topics) {
        Map<TopicPartition, OffsetSpec> partitions = new HashMap<>();
        for (NewTopic topic : topics) {
            for (int p = 0; p < topic.numPartitions(); p++) {
                partitions.put(new TopicPartition(topic.name(), p), OffsetSpec.latest());
            }
        }
        long end = System.nanoTime() + timeout.toNanos();
        for (long pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(LONGEST_PAUSE_MS, 2 * pauseMs)) {
            try {
                answers.await(admin.listOffsets(partitions).all());
                return;
            } catch (UnknownTopicOrPartitionException notYet) {
                if (System.nanoTime() - end > 0) {
                    throw notYet;
                }
                pause(pauseMs);
            }
        }
    }

    private static void pause(long ms) {
        try {
            TimeUnit.MILLISECONDS.sleep(ms);
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    /** Where the brokers differ from the catalogue, a sentence each; empty when they do not. */
    public List<String> differences() {
        return compare().stream()
                .filter(TopicComparison::differs)
                .map(TopicComparison::describe)
                .toList();
    }

    /** The catalogue next to what the brokers have, topic by topic. */
    public List<TopicComparison> compare() {
        Set<String> existing = answers.await(admin.listTopics().names());
        List<Topic<?>> present = Topics.ALL.stream()
                .filter(topic -> existing.contains(topic.name()))
                .toList();
        Map<String, TopicDescription> descriptions = answers.await(
                admin.describeTopics(present.stream().map(Topic::name).toList()).topicNameValues());
        Map<ConfigResource, Config> configs = answers.await(
                admin.describeConfigs(present.stream().map(TopicAdmin::resource).toList())
                        .values());
        List<TopicComparison> all = new ArrayList<>();
        for (Topic<?> topic : Topics.ALL) {
            if (present.contains(topic)) {
                compare(topic, descriptions.get(topic.name()), configs.get(resource(topic)), all);
            } else {
                all.add(new TopicComparison(topic.name(), TopicComparison.EXISTENCE, "exists", null));
            }
        }
        return all;
    }

    private void compare(Topic<?> topic, TopicDescription description, Config configs, List<TopicComparison> all) {
        all.add(new TopicComparison(
                topic.name(),
                "partitions",
                Integer.toString(settings.partitions()),
                Integer.toString(description.partitions().size())));
        all.add(new TopicComparison(
                topic.name(),
                "replication.factor",
                settings.replicationFactor() < 0 ? null : Short.toString(settings.replicationFactor()),
                description.partitions().stream()
                        .map(partition -> Integer.toString(partition.replicas().size()))
                        .distinct()
                        .collect(Collectors.joining(", "))));
        new TreeMap<>(settings.configs(topic))
                .forEach((key, wanted) -> all.add(new TopicComparison(
                        topic.name(),
                        key,
                        wanted,
                        Optional.ofNullable(configs.get(key))
                                .map(ConfigEntry::value)
                                .orElse(UNSET))));
    }

    private static ConfigResource resource(Topic<?> topic) {
        return new ConfigResource(ConfigResource.Type.TOPIC, topic.name());
    }
}
