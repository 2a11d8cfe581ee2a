package io.aurea.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.aurea.fixture.AureaProcess;
import io.aurea.fixture.AureaProcess.Ended;
import io.aurea.fixture.Slow;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The benchmark works and counts correctly; its speed does not matter. */
@Slow
class BenchIT {
    @TempDir
    private Path folder;

    @Test
    void shouldMeasureEveryArmAndFindItsCountsRight() throws Exception {
        Path file = folder.resolve("bench.json");

        Ended ended = AureaProcess.run(
                List.of("bench", "--records", "60000", "--series", "200", "--runs", "1", "--json", file.toString()),
                InputStream.nullInputStream());

        assertThat(ended.err()).isEmpty();
        assertThat(ended.exitCode()).isZero();
        assertThat(ended.out()).contains("run 1 of 1: decode", "observe / decode: ");
        JsonNode json = new ObjectMapper().readTree(file.toFile());
        for (String arm : List.of("decode", "observe", "dsl")) {
            JsonNode measured = json.get("arms").get(arm);
            assertThat(measured.get("counts_ok").asBoolean()).as(arm).isTrue();
            for (String number : List.of(
                    "records_per_s",
                    "steady_records_per_s",
                    "cpu_s_per_million",
                    "steady_cpu_s_per_million",
                    "broker_cpu_s_per_million")) {
                assertThat(measured.get(number).asDouble())
                        .as(arm + " " + number)
                        .isPositive();
            }
        }
        assertThat(json.get("arms")).hasSize(3);
        assertThat(json.get("observe_over_decode").asDouble()).isPositive().isFinite();
        assertThat(json.get("observe_over_dsl").asDouble()).isPositive().isFinite();
    }
}
