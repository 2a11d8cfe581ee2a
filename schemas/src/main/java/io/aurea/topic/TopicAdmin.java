package io.aurea.topic;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicExistsException;

/**
 * Creates the topics of the catalogue and tells where they differ from it. What exists is never changed: fewer days of
 * retention lose data, and more partitions move keys.
 */
public final class TopicAdmin {

    private final Admin admin;
    private final Duration timeout;

    /**
     * @param admin stays the caller's to close
     * @param timeout for each call to the brokers
     */
    public TopicAdmin(Admin admin, Duration timeout) {
        this.admin = admin;
        this.timeout = timeout;
    }

    /**
     * Creates the topics that do not exist.
     *
     * @param replicationFactor copies of each partition; -1 leaves it to the broker
     * @return the names of those created, in the order of the catalogue
     */
    public List<String> createMissing(short replicationFactor) {
        Set<String> existing = get(admin.listTopics().names());
        List<NewTopic> missing = Topics.ALL.stream()
                .filter(topic -> !existing.contains(topic.name()))
                .map(topic -> new NewTopic(
                                topic.name(), Optional.of(topic.partitions()), Optional.of(replicationFactor))
                        .configs(topic.configs()))
                .toList();
        Map<String, KafkaFuture<Void>> results = admin.createTopics(missing).values();
        List<String> created = new ArrayList<>();
        for (NewTopic topic : missing) {
            try {
                get(results.get(topic.name()));
                created.add(topic.name());
            } catch (TopicExistsException e) {
                // Somebody else was faster: it is there, which is all that was asked for, but it is not ours.
                continue;
            }
        }
        return created;
    }

    /** Where the brokers differ from the catalogue, a sentence each; empty when they do not. */
    public List<String> differences() {
        Set<String> existing = get(admin.listTopics().names());
        List<Topic<?>> present = Topics.ALL.stream()
                .filter(topic -> existing.contains(topic.name()))
                .toList();
        Map<String, TopicDescription> descriptions = get(
                admin.describeTopics(present.stream().map(Topic::name).toList()).allTopicNames());
        Map<ConfigResource, Config> configs = get(
                admin.describeConfigs(present.stream().map(TopicAdmin::resource).toList())
                        .all());
        List<String> differences = new ArrayList<>();
        for (Topic<?> topic : Topics.ALL) {
            if (!present.contains(topic)) {
                differences.add("Topic " + topic.name() + " does not exist");
                continue;
            }
            int partitions = descriptions.get(topic.name()).partitions().size();
            if (partitions != topic.partitions()) {
                differences.add(
                        "Topic " + topic.name() + " has " + partitions + " partitions, not " + topic.partitions());
            }
            Config found = configs.get(resource(topic));
            new TreeMap<>(topic.configs()).forEach((key, wanted) -> {
                String value = Optional.ofNullable(found.get(key))
                        .map(ConfigEntry::value)
                        .orElse("unset");
                if (!value.equals(wanted)) {
                    differences.add("Topic " + topic.name() + " has " + key + "=" + value + ", not " + wanted);
                }
            });
        }
        return differences;
    }

    private static ConfigResource resource(Topic<?> topic) {
        return new ConfigResource(ConfigResource.Type.TOPIC, topic.name());
    }

    private <R> R get(KafkaFuture<R> future) {
        try {
            return future.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof KafkaException known ? known : new KafkaException(e.getCause());
        } catch (java.util.concurrent.TimeoutException e) {
            throw new TimeoutException("No answer from the brokers within " + timeout.toMillis() + " ms", e);
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }
}
