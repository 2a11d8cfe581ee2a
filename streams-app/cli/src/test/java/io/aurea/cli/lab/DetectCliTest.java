package io.aurea.cli.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.aurea.app.AppSettings;
import io.aurea.cli.Ran;
import io.aurea.trend.Assessment;
import io.aurea.trend.ModelSettings;
import io.aurea.trend.SeriesModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DetectCliTest {

    @TempDir
    Path folder;

    @Test
    void shouldScoreEveryRowAsTheModelDoes() throws IOException {
        StringBuilder csv = new StringBuilder("Label,TimeStamp,other,VALUE\r\n");
        SeriesModel model = new SeriesModel(ModelSettings.DEFAULT);
        StringBuilder expected = new StringBuilder("timestamp,value,anomaly_score,alarm\n");
        for (int i = 0; i < 60; i++) {
            Instant time = Instant.ofEpochSecond(1_700_000_000L + 60 * i);
            int value = i >= 50 ? 900 : i * 7 % 5;
            csv.append("0,\"")
                    .append(time)
                    .append("\",\"a, \"\"b\"\"\",")
                    .append(value)
                    .append("\r\n");
            Assessment said = model.observe(time.toEpochMilli(), value);
            expected.append(time)
                    .append(',')
                    .append(value)
                    .append(',')
                    .append(said.anomalyScore())
                    .append(',')
                    .append(said instanceof Assessment.Judged judged && judged.alarm() ? 1 : 0)
                    .append('\n');
        }
        write("in/a/deep/one.csv", csv.toString());

        Ran ran = detect();

        assertThat(ran.err()).isEmpty();
        assertThat(ran.exitCode()).isZero();
        assertThat(ran.out()).isEqualTo("scored 1, rows 60, skipped 0, failed 0\n");
        assertThat(Files.readString(folder.resolve("out/a/deep/one.csv"))).isEqualTo(expected.toString());
        assertThat(filesUnder("out")).containsExactly("a/deep/one.csv");
    }

    @Test
    void shouldGiveAMissingValueTheScoreZeroAndLearnNothingFromIt() throws IOException {
        write("in/with.csv", "timestamp,value\n" + rows(30, 9) + "2024-05-01 00:30:00,\n2024-05-01 00:31:00,77\n");
        write("in/without.csv", "timestamp,value\n" + rows(30, 9) + "2024-05-01 00:31:00,77\n");

        Ran ran = detect();

        assertThat(ran.err()).isEmpty();
        List<String> with = Files.readAllLines(folder.resolve("out/with.csv"));
        List<String> without = Files.readAllLines(folder.resolve("out/without.csv"));
        assertThat(with).hasSize(33).contains("2024-05-01 00:30:00,,0.0,0");
        assertThat(with.get(32)).isEqualTo(without.get(31));
        assertThat(Double.parseDouble(with.get(32).split(",")[2])).isGreaterThan(0.3);
    }

    @Test
    void shouldAlarmOnceInTheRowInWhichTheLevelHasLeftWhatWasUsual() throws IOException {
        write("in/a.csv", "timestamp,value\n" + step(100, 40, 500));

        assertThat(detect().err()).isEmpty();

        List<String> alarms = alarms();
        assertThat(alarms).hasSize(141).startsWith("alarm").containsOnlyOnce("1");
        assertThat(alarms.indexOf("1")).isBetween(101, 105);
    }

    @Test
    void shouldAlarmTheLaterTheGreaterTheBudgetIs() throws IOException {
        write("in/a.csv", "timestamp,value\n" + step(100, 40, 20));

        assertThat(detect("--budget", "100").err()).isEmpty();
        int hasty = alarms().indexOf("1");
        assertThat(detect("--budget", "1000000000").err()).isEmpty();
        int patient = alarms().indexOf("1");

        assertThat(hasty).isGreaterThan(100);
        assertThat(patient).isGreaterThan(hasty);
    }

    @Test
    void shouldTakeTheBudgetThatIsTheDefaultOfTheSetting() throws IOException {
        write("in/a.csv", "timestamp,value\n" + step(100, 40, 20));

        assertThat(detect().err()).isEmpty();
        List<String> byDefault = alarms();
        assertThat(detect("--budget", "" + AppSettings.ANOMALY_BUDGET_WINDOWS_DEFAULT)
                        .err())
                .isEmpty();

        assertThat(alarms()).contains("1").isEqualTo(byDefault);
    }

    @ParameterizedTest
    @ValueSource(strings = {"99", "1000000001", "-1"})
    void shouldRefuseABudgetThatIsNone(String budget) throws IOException {
        write("in/a.csv", "timestamp,value\n" + rows(5, 9));

        Ran ran = detect("--budget", budget);

        assertThat(ran.exitCode()).isEqualTo(2);
        assertThat(ran.err()).isEqualTo("aurea: --budget is " + budget + "; allowed: 100 to 1000000000\n");
        assertThat(folder.resolve("out")).doesNotExist();
    }

    private List<String> alarms() throws IOException {
        return Files.readAllLines(folder.resolve("out/a.csv")).stream()
                .map(line -> line.split(",")[3])
                .toList();
    }

    @Test
    void shouldSkipFilesWithoutTheColumnsAndSaySo() throws IOException {
        write("in/good.csv", "timestamp,value\n" + rows(5, 3));
        write("in/other.csv", "from,to\na,b\n");
        write("in/empty.csv", "");

        Ran ran = detect();

        assertThat(ran.exitCode()).isZero();
        assertThat(ran.out()).isEqualTo("scored 1, rows 5, skipped 2, failed 0\n");
        assertThat(ran.err().lines()).hasSize(2).allMatch(line -> line.startsWith("skipped "));
        assertThat(filesUnder("out")).containsExactly("good.csv");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            2024-05-01 00:00:00,x    | bad.csv line 2: value is 'x'; allowed: a finite number, or nothing where it is missing
            2024-05-01 00:00:00,1e999 | bad.csv line 2: value is '1e999'; allowed: a finite number, or nothing where it is missing
            yesterday,1              | bad.csv line 2: timestamp is 'yesterday'; allowed: ISO 8601, such as 2024-05-01 12:00:00 or 2024-05-01T12:00:00Z, or epoch seconds or milliseconds
            2024-05-01 00:00:00      | bad.csv line 2: there are 1 fields, and timestamp and value are fields 1 and 2; allowed: as many fields as in the first line
            "2024-05-01 00:00:00,1   | bad.csv line 2: a quote is not closed; allowed: fields that end on the line they begin on
            """)
    void shouldNameTheLineThatIsWrongAndScoreTheOthers(String line, String reason) throws IOException {
        write("in/bad.csv", "timestamp,value\n" + line + "\n");
        write("in/good.csv", "timestamp,value\n" + rows(5, 3));

        Ran ran = detect();

        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.err().lines())
                .singleElement()
                .asString()
                .startsWith("aurea: ")
                .endsWith(reason);
        assertThat(ran.out()).isEqualTo("scored 1, rows 5, skipped 0, failed 1\n");
        assertThat(filesUnder("out")).containsExactly("good.csv");
    }

    @Test
    void shouldReadTimestampsOfSeveralForms() throws IOException {
        write(
                "in/a.csv",
                "timestamp,value\n2024-05-01 12:00:00,1\n2024-05-01T12:00:01.5Z,2\n2024-05-01T14:00:02+02:00,3\n");

        Ran ran = detect();

        assertThat(ran.err()).isEmpty();
        assertThat(ran.out()).isEqualTo("scored 1, rows 3, skipped 0, failed 0\n");
    }

    @Test
    void shouldScoreTheSameWhetherTimeIsWrittenOrCounted() throws IOException {
        StringBuilder iso = new StringBuilder("timestamp,value\n");
        StringBuilder seconds = new StringBuilder("timestamp,value\n");
        StringBuilder millis = new StringBuilder("timestamp,value\n");
        for (int i = 0; i < 300; i++) {
            long at = 1_469_376_000L + i * 300;
            int value = i == 250 ? 90 : 10 + i % 7;
            iso.append(java.time.Instant.ofEpochSecond(at))
                    .append(',')
                    .append(value)
                    .append('\n');
            seconds.append(at).append(',').append(value).append('\n');
            millis.append(at).append("000,").append(value).append('\n');
        }
        write("in/iso.csv", iso.toString());
        write("in/seconds.csv", seconds.toString());
        write("in/millis.csv", millis.toString());

        assertThat(detect().err()).isEmpty();

        assertThat(scores("seconds.csv")).hasSize(301).isEqualTo(scores("iso.csv"));
        assertThat(scores("millis.csv")).isEqualTo(scores("iso.csv"));
    }

    private List<String> scores(String file) throws IOException {
        return Files.readAllLines(folder.resolve("out").resolve(file)).stream()
                .map(line -> line.substring(line.indexOf(',')))
                .toList();
    }

    @Test
    void shouldRefuseFoldersItCannotWorkWith() throws IOException {
        Files.createDirectories(folder.resolve("in"));
        Path in = folder.resolve("in");

        Ran empty = detect();
        Ran missing = Ran.aurea("detect", "--in", folder.resolve("no").toString(), "--out", folder.toString());
        Ran within = Ran.aurea(
                "detect", "--in", in.toString(), "--out", in.resolve("x").toString());

        assertThat(List.of(empty.exitCode(), missing.exitCode(), within.exitCode()))
                .containsOnly(2);
        assertThat(empty.err()).isEqualTo("aurea: --in %s holds no file that ends in .csv\n".formatted(in));
        assertThat(missing.err()).contains("no is not a folder; allowed: a folder that holds CSV files");
        assertThat(within.err()).contains("allowed: a folder outside it");
    }

    private Ran detect(String... more) {
        List<String> words =
                new ArrayList<>(List.of("detect", "--in", folder.resolve("in").toString()));
        words.addAll(List.of("--out", folder.resolve("out").toString()));
        words.addAll(List.of(more));
        return Ran.aurea(words.toArray(String[]::new));
    }

    private void write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private static String rows(int count, int modulus) {
        StringBuilder rows = new StringBuilder();
        for (int i = 0; i < count; i++) {
            rows.append("2024-05-01 00:%02d:00,%d%n".formatted(i, i * 7 % modulus));
        }
        return rows.toString();
    }

    /** Rows around one level, then rows around a higher one. */
    private static String step(int before, int after, int by) {
        StringBuilder rows = new StringBuilder();
        for (int i = 0; i < before + after; i++) {
            int value = 50 + i * 7 % 9 + (i < before ? 0 : by);
            rows.append(1_714_521_600L + 60 * i).append(',').append(value).append('\n');
        }
        return rows.toString();
    }

    private List<String> filesUnder(String name) throws IOException {
        Path root = folder.resolve(name);
        try (Stream<Path> tree = Files.walk(root)) {
            return tree.filter(Files::isRegularFile)
                    .map(file -> root.relativize(file).toString())
                    .sorted()
                    .toList();
        }
    }
}
