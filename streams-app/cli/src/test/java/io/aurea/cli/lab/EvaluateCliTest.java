package io.aurea.cli.lab;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.aurea.cli.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EvaluateCliTest {

    @TempDir
    Path folder;

    @Test
    void shouldPrintATableAndWriteTheSameFiguresAsJson() throws IOException {
        Path json = folder.resolve("scores.json");
        Path shop = Files.writeString(folder.resolve("shop"), "traffic.rate = 1\nepisode.faults_per_quiet_day = 0\n");

        Ran ran = Ran.aurea(
                "evaluate",
                "--seed",
                "3",
                "--episodes",
                "2",
                "--faults",
                "frontend_down=2",
                "--json",
                json.toString(),
                "--shop",
                shop.toString());

        assertThat(ran.err()).isEmpty();
        assertThat(ran.exitCode()).isZero();
        JsonNode all = new ObjectMapper().readTree(json.toFile());
        assertThat(all.get("seed").asInt()).isEqualTo(3);
        for (String arm : new String[] {"none", "original", "runbook", "cold", "learned", "oracle"}) {
            JsonNode score = all.get("arms").get(arm);
            assertThat(score).as(arm).isNotNull();
            for (String figure : new String[] {
                "detected",
                "false_per_day",
                "detect_median_s",
                "detect_p95_s",
                "heal_median_s",
                "heal_p95_s",
                "failed_requests",
                "actions_per_fault",
                "harmful",
                "unsafe"
            }) {
                assertThat(score.has(figure)).as(figure).isTrue();
            }
            assertThat(score.get("faults")).hasSize(2);
            String failed = String.format(
                    java.util.Locale.ROOT, "%,d", score.get("failed_requests").asLong());
            assertThat(ran.out().lines().filter(line -> line.startsWith(" " + arm)))
                    .singleElement()
                    .asString()
                    .contains(failed);
        }
        assertThat(ran.out()).contains("detected", "false/day", "frontend_down");
        assertThat(ran.out()).doesNotContain("slow_database");
        assertThat(ran.out()).containsPattern("2 faults in [0-9.]+ days, [0-9]{1,3},[0-9]{3} user requests");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --episodes 0            | --episodes is 0; allowed: 1 to 10000 (see aurea evaluate --help)
            --faults fire=1         | --faults names 'fire'; allowed: slow_database, exhausted_pool, bad_deploy, memory_leak, frontend_down, permission_change, noisy_neighbour, flapping_dependency, incurable (see aurea evaluate --help)
            --faults incurable=-1   | --faults gives incurable the weight -1.0; allowed: 0 to 1000000 (see aurea evaluate --help)
            --faults incurable=0    | --faults gives no fault a weight; allowed: one of them above 0 (see aurea evaluate --help)
            """)
    void shouldNameWhatIsWrongWithTheFlags(String typed, String reason) {
        Ran ran = Ran.aurea(("evaluate " + typed).split(" "));

        assertThat(ran.err()).isEqualTo("aurea: " + reason + System.lineSeparator());
        assertThat(ran.exitCode()).isEqualTo(2);
        assertThat(ran.out()).isEmpty();
    }

    @Test
    void shouldNameTheLineThatIsWrongInTheShop() throws IOException {
        Path shop = Files.writeString(folder.resolve("shop"), "# mine\ntraffic.rate = lots\n");

        Ran ran = Ran.aurea("evaluate", "--shop", shop.toString());

        assertThat(ran.err())
                .isEqualTo("aurea: %s line 2: traffic.rate is 'lots'; allowed: a number from 0.1 to 1000.0%n"
                        .formatted(shop));
        assertThat(ran.exitCode()).isEqualTo(2);
    }

    @Test
    void shouldNameAShopThatIsNotThere() {
        Path missing = folder.resolve("missing");

        Ran ran = Ran.aurea("evaluate", "--shop", missing.toString());

        assertThat(ran.err()).startsWith("aurea: cannot read --shop " + missing).hasLineCount(1);
        assertThat(ran.exitCode()).isEqualTo(2);
    }
}
