package io.aurea.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aurea.schema.CommandAnswer;
import io.aurea.schema.CommandKind;
import io.aurea.schema.CommandResult;
import io.aurea.schema.Goal;
import io.aurea.schema.GoalStatus;
import io.aurea.schema.ReleasedSchemas;
import io.aurea.schema.Status;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.junit.jupiter.api.Test;

/** Stored values of one release are read by later ones, or refused by name, and never misread. */
class CodecTest {
    private record Point(int x, int y) {}

    private static final Codec<Point> FIRST =
            Codec.of(1, (p, out) -> out.writeInt(p.x), in -> new Point(in.readInt(), 0));
    private static final Codec<Point> SECOND = Codec.of(
                    2,
                    (Point p, DataOutputStream out) -> {
                        out.writeInt(p.x);
                        out.writeInt(p.y);
                    },
                    in -> new Point(in.readInt(), in.readInt()))
            .alsoReads(1, in -> new Point(in.readInt(), 0));

    @Test
    void shouldReadWhatOlderReleasesWroteAndWriteAsTheNewest() {
        assertThat(SECOND.decode(FIRST.encode(new Point(3, 4)))).isEqualTo(new Point(3, 0));
        assertThat(SECOND.decode(SECOND.encode(new Point(3, 4)))).isEqualTo(new Point(3, 4));
        assertThat(SECOND.encode(new Point(3, 4))[0]).isEqualTo((byte) 2);
    }

    @Test
    void shouldRefuseWhatANewerReleaseWroteAndWhatIsNothing() {
        byte[] newer = SECOND.encode(new Point(3, 4));
        assertThatThrownBy(() -> FIRST.decode(newer))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a value is stored in format 2; known: 1");
        assertThatThrownBy(() -> FIRST.decode(new byte[0]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a value is stored in format none; known: 1");
    }

    private static Goal goal() {
        return Goal.newBuilder()
                .setTenantId("shop")
                .setGoalId("g1")
                .setRevision(7)
                .setTargetMetric("cart/latency")
                .setStatus(GoalStatus.active)
                .setCreatedAt(Instant.ofEpochMilli(1_700_000_000_000L))
                .setTargetValue(12.5)
                .build();
    }

    /** The schema of a release without this field. */
    private static Schema without(Schema schema, String field) {
        List<Schema.Field> fields = new ArrayList<>();
        for (Schema.Field f : schema.getFields()) {
            if (!f.name().equals(field)) {
                fields.add(new Schema.Field(f, f.schema()));
            }
        }
        return Schema.createRecord(schema.getName(), schema.getDoc(), schema.getNamespace(), false, fields);
    }

    private static byte[] in(Schema schema, Goal goal) throws IOException {
        GenericRecord older = new GenericData.Record(schema);
        for (Schema.Field f : schema.getFields()) {
            Object value = goal.get(f.name());
            older.put(
                    f.name(),
                    value instanceof Instant at
                            ? (Object) at.toEpochMilli()
                            : value instanceof GoalStatus s ? new GenericData.EnumSymbol(f.schema(), s) : value);
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeLong(SchemaNormalization.parsingFingerprint64(schema));
        BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(out, null);
        new GenericDatumWriter<GenericRecord>(schema).write(older, encoder);
        encoder.flush();
        return bytes.toByteArray();
    }

    private static DataInputStream stream(byte[] bytes) {
        return new DataInputStream(new ByteArrayInputStream(bytes));
    }

    @Test
    void shouldResolveARecordFromTheSchemaOfTheReleaseThatWroteIt() throws IOException {
        Schema older = without(Goal.getClassSchema(), "policy_version");
        byte[] written = in(older, goal());
        RecordBytes<Goal> now = new RecordBytes<>(Goal.class, List.of(older));
        assertThat(now.read(stream(written))).isEqualTo(goal());
        assertThatThrownBy(() -> new RecordBytes<>(Goal.class, List.of()).read(stream(written)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageMatching(
                        "a stored Goal is in a schema with the fingerprint [0-9a-f]{16}, which no release up to"
                                + " this one has; a newer release wrote it");
    }

    @Test
    void shouldWriteWhatNeedsNothingNewAsTheNewestReleaseDoes() throws IOException {
        long released = fingerprint(ReleasedSchemas.of("Status").get("0.1.0"));
        long now = fingerprint(Status.getClassSchema());
        assertThat(released).isNotEqualTo(now);

        Map<Status, Long> expected = new HashMap<>();
        expected.put(status(null), released);
        expected.put(status(CommandKind.PAUSE), released);
        expected.put(status(CommandKind.FORGET), now);
        Status limited = status(CommandKind.PAUSE);
        limited.setLimits(List.of("series.max"));
        expected.put(limited, now);
        Status counted = status(CommandKind.PAUSE);
        counted.getLastCommand().setSeriesForgotten(0L);
        expected.put(counted, now);

        for (Map.Entry<Status, Long> each : expected.entrySet()) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            new RecordBytes<>(Status.class).write(each.getKey(), new DataOutputStream(bytes));
            assertThat(stream(bytes.toByteArray()).readLong()).isEqualTo(each.getValue());
            assertThat(new RecordBytes<>(Status.class).read(stream(bytes.toByteArray())))
                    .isEqualTo(each.getKey());
        }
    }

    private static long fingerprint(Schema schema) {
        return SchemaNormalization.parsingFingerprint64(schema);
    }

    private static Status status(CommandKind answered) {
        return Status.newBuilder()
                .setTenantId("shop")
                .setLastCommand(
                        answered == null
                                ? null
                                : new CommandAnswer(
                                        "c-1",
                                        answered,
                                        "alice",
                                        Instant.EPOCH,
                                        CommandResult.DONE,
                                        "it is done",
                                        null,
                                        null))
                .build();
    }

    @Test
    void shouldKnowTheSchemasOfEveryRelease() {
        assertThat(ReleasedSchemas.versions()).contains("0.1.0");
        assertThat(ReleasedSchemas.of("Goal")).containsOnlyKeys(ReleasedSchemas.versions());
        assertThat(ReleasedSchemas.of("NoSuchRecord")).isEmpty();
    }
}
