package io.aurea.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aurea.local.RegistryServer;
import io.aurea.local.ServerFiles;
import io.aurea.schema.Observation;
import io.aurea.schema.ObservationKind;
import io.aurea.schema.Outcome;
import io.aurea.schema.Policy;
import io.aurea.serde.AvroDeserializer;
import io.aurea.serde.AvroSerde;
import io.aurea.serde.WireFormat;
import io.aurea.topic.SchemaCatalogue;
import io.aurea.topic.Topics;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.kafka.common.errors.SerializationException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegistryIT {

    private static final Observation OBSERVATION = Observation.newBuilder()
            .setTenantId("acme")
            .setSource("checkout")
            .setKind(ObservationKind.HEALTH)
            .setName("up")
            .setObservedAt(Instant.EPOCH)
            .setSuccess(true)
            .build();

    private static RegistryServer server;

    private final RegistryClient client = client(server.url());

    @BeforeAll
    static void start(@TempDir Path data) {
        server = RegistryServer.start(ServerFiles.ofHome(), data, 0);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void shouldBringTheWholeCatalogueInAndThenChangeNothing() {
        SchemaCatalogue catalogue = new SchemaCatalogue(client, SubjectNameStrategy.TOPIC_NAME);

        assertThat(catalogue.registerAll()).hasSize(30);

        assertThat(new SchemaCatalogue(client(server.url()), SubjectNameStrategy.TOPIC_NAME).registerAll())
                .isEmpty();
        assertThat(client.compatibility("aurea.loop-value")).contains(CompatibilityLevel.FULL_TRANSITIVE);
        RegisteredSchema loop = client.latest("aurea.loop-value").orElseThrow();
        assertThat(loop.version()).isEqualTo(1);
        assertThat(loop.schema().toString()).isEqualTo(RegisteredForm.of(Topics.LOOP.schema()));
    }

    @Test
    void shouldLetAnotherClientReadWhatOneRegistered() {
        int id = client.register("read-value", Policy.getClassSchema());

        RegistryClient another = client(server.url());
        assertThat(another.byId(id).toString()).isEqualTo(RegisteredForm.of(Policy.getClassSchema()));
        assertThat(another.lookup("read-value", Policy.getClassSchema())).hasValue(id);
        assertThat(another.register("read-value", Policy.getClassSchema())).isEqualTo(id);
        assertThat(another.latest("read-value").orElseThrow().id()).isEqualTo(id);
        assertThat(another.lookup("read-value", Outcome.getClassSchema())).isEmpty();
        assertThat(another.lookup("unheard-of-value", Policy.getClassSchema())).isEmpty();
        assertThat(another.latest("unheard-of-value")).isEmpty();
        assertThat(another.compatibility("unheard-of-value")).isEmpty();
    }

    @Test
    void shouldGiveOneIdToAllWhoRegisterTheFirstVersionAtOnce() throws Exception {
        ExecutorService clients = Executors.newFixedThreadPool(8);
        try {
            for (int round = 0; round < 10; round++) {
                String subject = "at-once-" + round + "-value";
                List<Callable<Integer>> registrations =
                        Collections.nCopies(8, () -> client(server.url()).register(subject, Policy.getClassSchema()));
                Set<Integer> ids = new HashSet<>();
                for (Future<Integer> id : clients.invokeAll(registrations)) {
                    ids.add(id.get());
                }
                assertThat(ids).hasSize(1);
                assertThat(client.latest(subject).orElseThrow().id())
                        .isEqualTo(ids.iterator().next());
            }
        } finally {
            clients.shutdownNow();
        }
    }

    @Test
    void shouldCarryARecordFromOneSerdeToAnother() {
        try (AvroSerde<Observation> sender = new AvroSerde<>();
                AvroSerde<Observation> receiver = new AvroSerde<>()) {
            Map<String, String> configs = Map.of("schema.registry.url", server.url());
            sender.configure(configs, false);
            receiver.configure(configs, false);

            byte[] value = sender.serializer().serialize("carried", OBSERVATION);

            assertThat(receiver.deserializer().deserialize("carried", value)).isEqualTo(OBSERVATION);
        }
    }

    @Test
    void shouldBlameTheRecordForAnUnknownId() {
        byte[] value = new byte[20];
        WireFormat.writeHeader(value, 1_000_000);
        AvroDeserializer<Observation> deserializer = new AvroDeserializer<>(client, Observation.class);

        assertThatThrownBy(() -> deserializer.deserialize("aurea.observations", value))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("aurea.observations")
                .hasMessageContaining("1000000")
                .hasMessageContaining(server.url());
    }

    @Test
    void shouldRejectAnIncompatibleSchema() {
        client.register("guarded-value", Policy.getClassSchema());
        client.setCompatibility("guarded-value", CompatibilityLevel.FULL_TRANSITIVE);
        Schema incompatible = SchemaBuilder.record("Policy")
                .namespace("io.aurea.schema")
                .fields()
                .requiredString("colour")
                .endRecord();

        assertThatThrownBy(() -> client.register("guarded-value", incompatible))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("incompatible")
                .hasMessageContaining("subject guarded-value")
                .hasMessageContaining(server.url());
        assertThat(client.latest("guarded-value").orElseThrow().version()).isEqualTo(1);
    }

    @Test
    void shouldUseTheSecondUrlWhenTheFirstIsDead() throws IOException {
        RegistryClient client = client(deadUrl() + "," + server.url());

        int id = client.register("second-value", Policy.getClassSchema());

        assertThat(client.byId(id).getName()).isEqualTo("Policy");
    }

    @Test
    void shouldCallARegistryUnavailableWhileItIsDownAndGoOnAfterwards(@TempDir Path data) throws IOException {
        try (RegistryServer mortal = RegistryServer.start(ServerFiles.ofHome(), data, 0)) {
            int id = client(mortal.url()).register("mortal-value", Policy.getClassSchema());
            String dead = deadUrl();
            RegistryClient client = client(mortal.url() + "," + dead);

            mortal.kill();

            assertThatThrownBy(() -> client.byId(id))
                    .isInstanceOf(RegistryUnavailableException.class)
                    .hasMessageContaining("GET /schemas/ids/" + id)
                    .hasMessageContaining("after 3 attempts")
                    .hasMessageContaining(mortal.url())
                    .hasMessageContaining(dead);

            mortal.restart();

            assertThat(client.byId(id).getName()).isEqualTo("Policy");
        }
    }

    private static RegistryClient client(String urls) {
        return RegistryClient.create(Map.of("schema.registry.url", urls, "max.retries", 2, "retries.wait.ms", 10));
    }

    private static String deadUrl() throws IOException {
        try (ServerSocket closedAtOnce = new ServerSocket(0)) {
            return "http://127.0.0.1:" + closedAtOnce.getLocalPort();
        }
    }
}
