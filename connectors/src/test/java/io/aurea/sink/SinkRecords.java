package io.aurea.sink;

import io.aurea.converter.AvroConverter;
import io.aurea.registry.InMemoryRegistry;
import io.aurea.schema.AnsweredCommand;
import io.aurea.schema.BrainEntry;
import io.aurea.schema.CycleMetrics;
import io.aurea.schema.Decision;
import io.aurea.schema.Outcome;
import io.aurea.schema.Pattern;
import io.aurea.schema.Policy;
import io.aurea.serde.AvroSerializer;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.sink.SinkRecord;

/** Makes our Avro records into sink records, as a worker would; offsets count up by topic and partition. */
final class SinkRecords {

    static final Instant NOON = Instant.parse("2026-07-01T12:00:00Z");

    private final InMemoryRegistry registry = new InMemoryRegistry();
    private final AvroSerializer<SpecificRecord> serializer = new AvroSerializer<>(registry);
    private final AvroConverter converter;
    private final Map<String, Long> nextOffsets = new HashMap<>();

    SinkRecords() {
        converter = AvroConverter.over(registry);
    }

    SinkRecord cycle(long number) {
        return cycle(number, 1);
    }

    SinkRecord cycle(long number, long revision) {
        return cycle(cycleMetrics(number, revision));
    }

    SinkRecord cycle(CycleMetrics cycle) {
        return of("aurea.cycles", cycle.getTenantId() + "/" + cycle.getCycleNumber(), cycle);
    }

    SinkRecord pattern(Pattern pattern) {
        return of("aurea.patterns", pattern.getTenantId() + "/" + pattern.getPatternId(), pattern);
    }

    SinkRecord decision(Decision decision) {
        return of("aurea.decisions", decision.getTenantId() + "/" + decision.getDecisionId(), decision);
    }

    SinkRecord outcome(Outcome outcome) {
        return of("aurea.outcomes", outcome.getTenantId() + "/" + outcome.getDecisionId(), outcome);
    }

    SinkRecord brain(BrainEntry entry) {
        return of("aurea.brain", entry.getTenantId() + "/" + entry.getKey(), entry);
    }

    SinkRecord command(AnsweredCommand command) {
        return of("aurea.answers", command.getTenantId() + "/" + command.getCommandId(), command);
    }

    SinkRecord policy(Policy policy) {
        return of("aurea.policies", policy.getTenantId(), policy);
    }

    SinkRecord tombstone(String topic, String key) {
        return new SinkRecord(topic, 0, Schema.STRING_SCHEMA, key, null, null, offset(topic));
    }

    static CycleMetrics cycleMetrics(long number) {
        return cycleMetrics(number, 1);
    }

    static CycleMetrics cycleMetrics(long number, long revision) {
        return CycleMetrics.newBuilder()
                .setTenantId("shop")
                .setCycleNumber(number)
                .setRevision(revision)
                .setTimestamp(NOON)
                .setWindowStart(NOON.minusSeconds(10))
                .setWindowEnd(NOON)
                .setHealthComponents(Map.of("errors", 99.5))
                .setPatternsDetected(List.of("SUCCESS"))
                .build();
    }

    /** Sets the offset of the topic's next record; leaves a gap or goes back. */
    void seek(String topic, long offset) {
        nextOffsets.put(topic, offset);
    }

    private SinkRecord of(String topic, String key, SpecificRecord value) {
        SchemaAndValue connect = converter.toConnectData(topic, serializer.serialize(topic, value));
        return new SinkRecord(
                topic,
                0,
                Schema.STRING_SCHEMA,
                key,
                connect.schema(),
                connect.value(),
                offset(topic),
                0L,
                TimestampType.LOG_APPEND_TIME);
    }

    private long offset(String topic) {
        return nextOffsets.merge(topic, 1L, Long::sum) - 1;
    }
}
