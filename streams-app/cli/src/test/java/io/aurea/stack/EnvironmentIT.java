package io.aurea.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.aurea.fixture.AppProcess;
import io.aurea.fixture.AureaProcess;
import io.aurea.fixture.AureaProcess.Ended;
import io.aurea.fixture.Readme;
import io.aurea.local.LocalSettings;
import io.aurea.local.LocalStack;
import io.aurea.local.ServerEndpoints;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** As in a container: no file, no flags, only variables; the app observes itself and the servers that they name. */
class EnvironmentIT {
    private static final Duration FEW_CYCLES = Duration.ofSeconds(90);

    @TempDir
    private Path folder;

    @Test
    void shouldEndInCyclesOfItsOwnTelemetry() throws Exception {
        try (LocalStack servers = LocalStack.start(
                LocalSettings.in(folder.resolve("servers"))
                        .withPlugins(Readme.HOME.resolve("connectors/target/plugin"))
                        .withConnectEnvironment(Map.of(
                                "AUREA_JDBC_WRITER_USER", "aurea_writer", "AUREA_JDBC_WRITER_PASSWORD", "writer's")),
                step -> {})) {
            Map<String, String> variables = variables(servers.endpoints());
            for (String step : List.of("topics create", "migrate", "connectors apply")) {
                assertThat(run(variables, step.split(" ")).exitCode()).as(step).isZero();
            }
            assertReachesOutOnlyWhenAllowed(variables);
            try (AppProcess app = AppProcess.start(List.of(), variables, folder.resolve("state"))) {
                app.awaitReady();
                Awaitility.await("cycles in PostgreSQL").atMost(FEW_CYCLES).untilAsserted(() -> {
                    Ended asked = run(
                            variables,
                            "sql",
                            "SELECT 'cycles ' || count(*) FROM v_cycles WHERE tenant_id = 'aurea'"
                                    + " AND attempts > 0 HAVING count(*) >= 2");
                    assertThat(asked.exitCode()).as(asked.err()).isZero();
                    assertThat(asked.out()).contains("cycles ");
                });
                assertThat(app.get("/metrics").body()).contains("aurea_observe_read_total");
                assertThat(app.output()).contains(" INFO ", "Started as aurea").doesNotContain("writer's", "reader's");
                assertThat(run(variables, "drain", "--set", "http.urls=" + app.httpUrl())
                                .exitCode())
                        .isZero();
                assertThat(app.stop()).as(app.output()).isZero();
            }
        }
    }

    private static Map<String, String> variables(ServerEndpoints at) {
        Map<String, String> variables = new HashMap<>();
        variables.put("AUREA_BOOTSTRAP_SERVERS", at.bootstrapServers());
        variables.put("AUREA_SCHEMA_REGISTRY_URL", at.schemaRegistryUrl());
        variables.put("AUREA_CONNECT_URL", at.connectUrl());
        variables.put("AUREA_JDBC_URL", at.jdbcUrl());
        variables.put("AUREA_JDBC_USER", at.jdbcUser());
        variables.put("AUREA_JDBC_PASSWORD", at.jdbcPassword());
        variables.put("AUREA_JDBC_WRITER_USER", "aurea_writer");
        variables.put("AUREA_JDBC_WRITER_PASSWORD", "writer's");
        variables.put("AUREA_JDBC_READER_PASSWORD", "reader's");
        variables.put("AUREA_CYCLE_SIZE_MS", "2000");
        variables.put("AUREA_CYCLE_GRACE_MS", "500");
        return variables;
    }

    private static void assertReachesOutOnlyWhenAllowed(Map<String, String> variables) throws Exception {
        Map<String, String> everywhere = new HashMap<>(variables);
        everywhere.put("AUREA_HTTP_HOST", "0.0.0.0");

        Ended refused = run(everywhere, "run");

        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(refused.err())
                .isEqualTo("aurea: AUREA_HTTP_HOST in the environment: Invalid value 0.0.0.0 for configuration"
                        + " http.host: must be 127.0.0.1, ::1 or localhost unless there is a token in http.token or"
                        + " http.tokens.file"
                        + System.lineSeparator());
        assertThat(refused.out()).isEmpty();
    }

    private static Ended run(Map<String, String> variables, String... arguments) throws Exception {
        return AureaProcess.run(List.of(arguments), InputStream.nullInputStream(), variables);
    }
}
