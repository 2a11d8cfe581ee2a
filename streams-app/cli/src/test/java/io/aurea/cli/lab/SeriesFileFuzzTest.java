package io.aurea.cli.lab;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.aurea.cli.UserError;
import io.aurea.trend.ModelSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;

/** Whatever a recorded series is, each of its rows is scored, or the file is refused with the line. */
class SeriesFileFuzzTest {
    private static Path in;
    private static Path out;

    @BeforeAll
    static void create() throws IOException {
        in = Files.createTempFile("aurea-", ".csv");
        out = Files.createTempFile("aurea-", ".csv");
    }

    @AfterAll
    static void delete() throws IOException {
        Files.delete(in);
        Files.delete(out);
    }

    @Timeout(10)
    @FuzzTest
    void shouldScoreEachRowOrNameTheLine(byte[] bytes) throws IOException {
        Files.write(in, bytes);
        SeriesScoring scoring = new SeriesScoring(ModelSettings.DEFAULT);
        try {
            if (scoring.score(in, out)) {
                List<String> rows = Files.readAllLines(out);
                assertThat(rows).hasSize((int) scoring.rows() + 1);
                assertThat(rows.subList(1, rows.size())).allSatisfy(row -> {
                    String[] fields = row.split(",", -1);
                    assertThat(Double.parseDouble(fields[fields.length - 2])).isBetween(0.0, 1.0);
                });
            }
        } catch (UserError refused) {
            assertThat(refused).hasMessageMatching("(?s).* line \\d+: .*; allowed: .*");
        }
    }
}
