package io.aurea.topic;

/**
 * One property of a topic, as the catalogue wants it and as the brokers have it.
 *
 * @param property {@code partitions}, {@code replication.factor}, a key of Kafka's topic settings, or {@code topic} for
 *     the topic as a whole
 * @param wanted null where the brokers decide
 * @param found null for a topic that does not exist
 */
public record TopicComparison(String topic, String property, String wanted, String found) {

    /** The property of the topic as a whole. */
    static final String EXISTENCE = "topic";

    public boolean differs() {
        return wanted != null && !wanted.equals(found);
    }

    /** The difference as a sentence. */
    public String describe() {
        return found == null
                ? "Topic " + topic + " does not exist"
                : "Topic " + topic + " has " + property + "=" + found + ", not " + wanted;
    }
}
