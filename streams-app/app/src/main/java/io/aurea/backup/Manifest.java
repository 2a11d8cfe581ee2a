package io.aurea.backup;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.aurea.app.AppSettings;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.StreamsConfig;

/**
 * What a backup holds, its first entry. Written as JSON; what a later release adds is ignored by this one.
 *
 * @param format of the file, {@link #FORMAT}
 * @param takenAt ISO 8601
 * @param settings those that the state rests on, see {@link #fixedSettings}
 * @param migration the last versioned migration of the tables; null where there was no database
 * @param tables names, in the order in which they are restored
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record Manifest(
        int format,
        String takenAt,
        Map<String, String> settings,
        List<BackedUpTopic> topics,
        List<CommittedOffset> offsets,
        List<BackedUpSchema> schemas,
        @JsonSetter(nulls = Nulls.SET) String migration,
        List<String> tables) {

    static final int FORMAT = 1;
    static final String ENTRY = "manifest.json";

    private static final Pattern TABLE_NAME = Pattern.compile("[a-z][a-z0-9_]{0,62}");
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .defaultSetterInfo(JsonSetter.Value.forValueNulls(Nulls.FAIL, Nulls.FAIL))
            .build();

    /** @param configs those that were set for this topic */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record BackedUpTopic(String name, int partitions, Map<String, String> configs) {}

    /**
     * How far a group had read a partition.
     *
     * @param metadata what the group keeps with it; executors remember their claims there
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record CommittedOffset(
            String group,
            String topic,
            int partition,
            long offset,
            @JsonSetter(nulls = Nulls.SET) String metadata) {
        TopicPartition topicPartition() {
            return new TopicPartition(topic, partition);
        }

        CommittedOffset at(int newPartition, long newOffset) {
            return new CommittedOffset(group, topic, newPartition, newOffset, metadata);
        }
    }

    /**
     * A schema that values of the backup name.
     *
     * @param id in the registry that it comes from
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record BackedUpSchema(int id, String subject, String schema) {
        /** @throws IOException when it is none */
        Schema parsed() throws IOException {
            try {
                return new Schema.Parser().parse(schema);
                // The latter for a name that nothing defines.
            } catch (AvroRuntimeException | NullPointerException none) {
                throw new IOException(
                        "schema " + id + " of its subject '" + subject + "' is not an Avro schema: "
                                + none.getMessage(),
                        none);
            }
        }
    }

    /** The settings that are fixed for the life of the data. */
    static Map<String, String> fixedSettings(AppSettings app) {
        Map<String, String> fixed = new TreeMap<>();
        for (String key : List.of(
                StreamsConfig.APPLICATION_ID_CONFIG, AppSettings.CYCLE_SIZE_MS_CONFIG, AppSettings.CLOCK_CONFIG)) {
            fixed.put(key, app.values().get(key).toString());
        }
        return fixed;
    }

    int partitionsOf(String topic) {
        return topics.stream()
                .filter(each -> each.name().equals(topic))
                .mapToInt(BackedUpTopic::partitions)
                .findFirst()
                .orElse(0);
    }

    byte[] toJson() throws IOException {
        return JSON.writeValueAsBytes(this);
    }

    /** @throws IOException when this is none, or of a format that this release does not know */
    static Manifest read(InputStream in) throws IOException {
        Manifest manifest = JSON.readValue(in.readAllBytes(), Manifest.class);
        if (manifest == null) {
            throw new IOException("its " + ENTRY + " is empty");
        }
        if (manifest.format < 1 || manifest.format > FORMAT) {
            throw new IOException("its format is " + manifest.format + "; allowed: up to " + FORMAT
                    + ", so restore it with the release that took it, or a later one");
        }
        for (String table : manifest.tables) {
            // It becomes a part of a statement that the owner of the database carries out.
            if (!TABLE_NAME.matcher(table).matches()) {
                throw new IOException("it names a table '" + table + "'; allowed: " + TABLE_NAME);
            }
        }
        for (BackedUpSchema schema : manifest.schemas) {
            schema.parsed();
        }
        return manifest;
    }

    /** Where the records of a partition are. */
    static String entryOf(String topic, int partition) {
        return "topics/" + topic + "-" + partition + ".avro";
    }

    /** Where the rows of a table are. */
    static String entryOf(String table) {
        return "tables/" + table + ".csv";
    }
}
