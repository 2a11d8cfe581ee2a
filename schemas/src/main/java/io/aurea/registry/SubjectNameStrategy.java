package io.aurea.registry;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.apache.avro.Schema;
import org.apache.kafka.common.config.ConfigException;

/** Under which subject a schema is registered. Known by Confluent's class names, with or without their package. */
public enum SubjectNameStrategy {
    /** {@code <topic>-key} or {@code <topic>-value}. */
    TOPIC_NAME("TopicNameStrategy") {
        @Override
        public String subject(String topic, boolean isKey, Schema schema) {
            return topic + (isKey ? "-key" : "-value");
        }
    },
    /** The record's full name. */
    RECORD_NAME("RecordNameStrategy") {
        @Override
        public String subject(String topic, boolean isKey, Schema schema) {
            return schema.getFullName();
        }
    },
    /** {@code <topic>-<full name of the record>}. */
    TOPIC_RECORD_NAME("TopicRecordNameStrategy") {
        @Override
        public String subject(String topic, boolean isKey, Schema schema) {
            return topic + "-" + schema.getFullName();
        }
    };

    private static final String PACKAGE = "io.confluent.kafka.serializers.subject.";

    private final String className;

    SubjectNameStrategy(String className) {
        this.className = className;
    }

    /** The subject of a schema in a topic. */
    public abstract String subject(String topic, boolean isKey, Schema schema);

    /** Confluent's simple class name of this strategy. */
    public String className() {
        return className;
    }

    /**
     * Reads the value of a setting.
     *
     * @param key the setting, for the message
     * @throws ConfigException when the value is not a known strategy
     */
    public static SubjectNameStrategy parse(String key, String value) {
        for (SubjectNameStrategy strategy : values()) {
            if (value.equals(strategy.className) || value.equals(PACKAGE + strategy.className)) {
                return strategy;
            }
        }
        String allowed =
                Arrays.stream(values()).map(SubjectNameStrategy::className).collect(Collectors.joining(", "));
        throw new ConfigException(key, value, "must be one of " + allowed + ", alone or with the package " + PACKAGE);
    }
}
