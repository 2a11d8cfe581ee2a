package io.aurea.acl;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aurea.fixture.Readme;
import io.aurea.installation.Installation;
import io.aurea.settings.Settings;
import io.aurea.settings.SettingsException;
import io.aurea.settings.SettingsLayer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RoleGrantsTest {
    private static final Path TOPOLOGY =
            Readme.HOME.resolve("streams-app/app/src/test/resources/io/aurea/topology/topology.txt");

    @TempDir
    private Path folder;

    @Test
    void shouldLetTheAppReadAndWriteAllOfItsTopology() throws IOException {
        String topology = Files.readString(TOPOLOGY);

        assertThat(names(Role.APP, AclOperation.READ))
                .containsAll(found(topology, "\\(topics: \\[([^]]+)]\\)"))
                .contains("aurea-windows-changelog", "aurea-cycles-changelog", "aurea-views-changelog", "aurea");
        assertThat(names(Role.APP, AclOperation.WRITE))
                .containsAll(found(topology, "\\(topic: ([^)]+)\\)"))
                .contains("aurea-windows-changelog", "aurea-cycles-changelog", "aurea-views-changelog", "aurea-");
        assertThat(names(Role.APP, AclOperation.CREATE)).containsExactlyElementsOf(stores(topology));
    }

    @Test
    void shouldLetTheAppDoNothingElse() {
        assertThat(names(Role.APP, AclOperation.DELETE)).isEmpty();
        assertThat(names(Role.APP, AclOperation.ALTER)).isEmpty();
        assertThat(names(Role.APP, AclOperation.ALTER_CONFIGS)).isEmpty();
        assertThat(names(Role.APP, AclOperation.WRITE)).doesNotContain("aurea.outcomes", "aurea.policies");
        assertThat(names(Role.APP, AclOperation.DESCRIBE))
                .containsExactly("aurea.restoring", "connect-aurea-postgres-sink");
    }

    @Test
    void shouldLetAPublisherWriteObservationsAndNothingElse() {
        assertThat(grants(Role.PUBLISHER, Map.of())).singleElement().satisfies(grant -> {
            assertThat(grant.resource().resourceType()).isEqualTo(ResourceType.TOPIC);
            assertThat(grant.resource().name()).isEqualTo("aurea.observations");
            assertThat(grant.operations()).containsExactly(AclOperation.WRITE);
        });
    }

    @Test
    void shouldLetAnExecutorReadDecisionsAndIncidentsAndWriteOutcomesOnly() {
        assertThat(names(Role.EXECUTOR, AclOperation.READ))
                .contains("aurea.decisions", "aurea.incidents")
                .filteredOn(name -> name.startsWith("aurea."))
                .hasSize(2);
        assertThat(names(Role.EXECUTOR, AclOperation.WRITE)).containsExactly("aurea.outcomes");
    }

    @ParameterizedTest
    @EnumSource(value = Role.class, mode = EnumSource.Mode.EXCLUDE, names = "ADMIN")
    void shouldNameEveryResourceOfThoseWhoKeepNoBackup(Role role) {
        assertThat(grants(role, Map.of())).isNotEmpty().allSatisfy(grant -> {
            assertThat(grant.resource().name()).isNotEqualTo("*");
            if (grant.resource().resourceType() != ResourceType.TRANSACTIONAL_ID) {
                assertThat(grant.resource().patternType()).isEqualTo(PatternType.LITERAL);
            }
        });
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void shouldGiveNobodyTheCluster(Role role) {
        assertThat(grants(role, Map.of())).noneMatch(grant -> grant.resource().resourceType() == ResourceType.CLUSTER);
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void shouldPrintNothingThatAnotherRightIncludes(Role role) {
        assertThat(grants(role, Map.of("group.protocol", "streams"))).allSatisfy(grant -> {
            if (grant.operations().contains(AclOperation.ALTER_CONFIGS)) {
                assertThat(grant.operations()).doesNotContain(AclOperation.DESCRIBE_CONFIGS);
            }
            if (grant.operations().contains(AclOperation.DESCRIBE)) {
                assertThat(grant.operations())
                        .doesNotContain(AclOperation.READ, AclOperation.WRITE, AclOperation.DELETE);
            }
        });
    }

    @Test
    void shouldFollowTheSettings() {
        Map<String, String> settings = Map.of(
                "application.id", "blue",
                "group.protocol", "streams",
                "self.observation", "false",
                "connector.topics", "aurea.cycles, aurea.goals",
                "connector.errors.deadletterqueue.topic.name", "refused",
                "connector.consumer.override.group.id", "sink");

        List<Grant> app = grants(Role.APP, settings);
        List<Grant> connect = grants(Role.CONNECT, settings);

        assertThat(names(app, AclOperation.CREATE))
                .containsExactly("blue-cycles-changelog", "blue-views-changelog", "blue-windows-changelog");
        assertThat(names(app, AclOperation.DESCRIBE_CONFIGS)).containsExactly("blue");
        assertThat(names(app, AclOperation.DESCRIBE)).containsExactly("aurea.restoring");
        assertThat(names(connect, AclOperation.READ)).containsExactly("aurea.cycles", "aurea.goals", "sink");
        assertThat(names(connect, AclOperation.WRITE)).containsExactly("refused");
    }

    @Test
    void shouldAddWhatTheWorkerItselfNeeds() throws IOException {
        Path worker = Files.writeString(
                folder.resolve("worker.properties"),
                "group.id=w\nconfig.storage.topic=c\noffset.storage.topic=o\nstatus.storage.topic=s\n");
        List<Grant> grants =
                new RoleGrants(at(Map.of()), List.of(), Optional.of(ConnectWorker.of(worker))).of(Role.CONNECT);

        assertThat(names(grants, AclOperation.CREATE)).containsExactly("c", "o", "s");
        assertThat(names(grants, AclOperation.READ)).contains("c", "o", "s", "w", "connect-aurea-postgres-sink");
    }

    @Test
    void shouldRefuseAFileThatIsNoWorkers() throws IOException {
        Path file = Files.writeString(folder.resolve("worker.properties"), "group.id=w\n");

        assertThatThrownBy(() -> ConnectWorker.of(file))
                .isInstanceOf(SettingsException.class)
                .hasMessage(file + " has no config.storage.topic; allowed: the settings of a Connect worker in"
                        + " distributed mode");
    }

    private static TreeSet<String> found(String topology, String regex) {
        TreeSet<String> found = new TreeSet<>();
        Matcher each = Pattern.compile(regex).matcher(topology);
        while (each.find()) {
            found.addAll(List.of(each.group(1).split(", ")));
        }
        assertThat(found).isNotEmpty();
        return found;
    }

    private static TreeSet<String> stores(String topology) {
        return found(topology, "\\(stores: \\[([^]]+)]\\)").stream()
                .map(store -> "aurea-" + store + "-changelog")
                .collect(toCollection(TreeSet::new));
    }

    private static TreeSet<String> names(Role role, AclOperation operation) {
        return names(grants(role, Map.of()), operation);
    }

    private static TreeSet<String> names(List<Grant> grants, AclOperation operation) {
        return grants.stream()
                .filter(grant -> grant.operations().contains(operation))
                .map(grant -> grant.resource().name())
                .collect(toCollection(TreeSet::new));
    }

    private static List<Grant> grants(Role role, Map<String, String> settings) {
        return new RoleGrants(at(settings), List.of("aurea-act"), Optional.empty()).of(role);
    }

    private static Installation at(Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(Map.of(
                "bootstrap.servers", "kafka:9093",
                "schema.registry.url", "http://registry"));
        all.putAll(settings);
        return new Installation(Settings.of(SettingsLayer.flags(all)));
    }
}
