package io.aurea.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.aurea.local.RegistryServer;
import io.aurea.local.ServerFiles;
import io.aurea.schema.Trend;
import io.aurea.serde.AvroDeserializer;
import io.aurea.serde.AvroSerializer;
import io.aurea.serde.WireFormat;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.Map;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.avro.AvroSchema;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.CachedSchemaRegistryClient;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import org.apache.flink.avro.shaded.org.apache.avro.generic.GenericData;
import org.apache.flink.avro.shaded.org.apache.avro.generic.GenericDatumReader;
import org.apache.flink.avro.shaded.org.apache.avro.generic.GenericDatumWriter;
import org.apache.flink.avro.shaded.org.apache.avro.generic.GenericRecord;
import org.apache.flink.avro.shaded.org.apache.avro.io.BinaryEncoder;
import org.apache.flink.avro.shaded.org.apache.avro.io.DecoderFactory;
import org.apache.flink.avro.shaded.org.apache.avro.io.EncoderFactory;
import org.apache.flink.formats.avro.registry.confluent.ConfluentSchemaRegistryCoder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Our client against Confluent's own, as Flink redistributes it, over one real registry. */
class ConfluentClientIT {

    private static RegistryServer server;

    private final RegistryClient ours = RegistryClient.create(Map.of("schema.registry.url", server.url()));
    private final SchemaRegistryClient theirs = new CachedSchemaRegistryClient(server.url(), 100);

    @BeforeAll
    static void start(@TempDir Path data) {
        server = RegistryServer.start(ServerFiles.ofHome(), data, 0);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void shouldShareIdsAndSchemasBothWays() throws Exception {
        int ourId = ours.register("ours-value", Trend.getClassSchema());
        assertThat(theirs.getSchemaById(ourId).canonicalString()).isEqualTo(RegisteredForm.of(Trend.getClassSchema()));
        assertThat(theirs.getLatestSchemaMetadata("ours-value").getId()).isEqualTo(ourId);

        AvroSchema schema = new AvroSchema("""
                {"type": "record", "name": "Theirs", "fields": [{"name": "size", "type": "long", "default": 0}]}""");
        int theirId = theirs.register("theirs-value", schema);
        assertThat(ours.byId(theirId).toString()).isEqualTo(schema.canonicalString());
        assertThat(ours.latest("theirs-value").orElseThrow().id()).isEqualTo(theirId);
        assertThat(ours.lookup("theirs-value", ours.byId(theirId))).hasValue(theirId);
    }

    @Test
    void shouldWriteARecordThatTheyRead() throws Exception {
        Trend trend = Trend.newBuilder().setTenantId("acme").setCount(7).build();
        byte[] value = new AvroSerializer<Trend>(ours).serialize("written", trend);

        ByteArrayInputStream in = new ByteArrayInputStream(value);
        var schema = new ConfluentSchemaRegistryCoder(theirs).readSchema(in);
        GenericRecord read = new GenericDatumReader<GenericRecord>(schema)
                .read(null, DecoderFactory.get().binaryDecoder(in, null));

        assertThat(read.getSchema().getFullName()).isEqualTo("io.aurea.schema.Trend");
        assertThat(read.get("tenant_id")).hasToString("acme");
        assertThat(read.get("count")).isEqualTo(7L);
    }

    @Test
    void shouldReadARecordThatTheyWrote() throws Exception {
        var schema = new AvroSchema("""
                {"type": "record", "name": "Trend", "namespace": "io.aurea.schema", "fields": [
                  {"name": "count", "type": "long"}, {"name": "tenant_id", "type": "string"}]}""").rawSchema();
        GenericRecord record = new GenericData.Record(schema);
        record.put("count", 7L);
        record.put("tenant_id", "acme");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new ConfluentSchemaRegistryCoder("read-value", theirs).writeSchema(schema, out);
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
        new GenericDatumWriter<GenericRecord>(schema).write(record, encoder);
        encoder.flush();

        Trend read = new AvroDeserializer<>(ours, Trend.class).deserialize("read", out.toByteArray());

        assertThat(read)
                .isEqualTo(Trend.newBuilder().setTenantId("acme").setCount(7).build());
        assertThat(WireFormat.schemaId(out.toByteArray()))
                .isEqualTo(theirs.getLatestSchemaMetadata("read-value").getId());
    }
}
