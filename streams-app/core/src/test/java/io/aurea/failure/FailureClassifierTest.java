package io.aurea.failure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FailureClassifierTest {
    private final FailureClassifier classifier = new FailureClassifier();

    private record Expected(FailureClass failure, String text) {}

    private static List<Expected> table() throws IOException {
        try (InputStream in = FailureClassifierTest.class.getResourceAsStream("texts.tsv")) {
            List<Expected> table = new ArrayList<>();
            for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n")) {
                if (!line.startsWith("#")) {
                    String[] columns = line.split("\t", 2);
                    table.add(new Expected(FailureClass.of(columns[0]), columns[1]));
                }
            }
            return table;
        }
    }

    @Test
    void shouldReadTheWordingsOfRealSoftware() throws IOException {
        List<Expected> table = table();
        List<String> wrong = new ArrayList<>();
        Map<FailureClass, Integer> seen = new EnumMap<>(FailureClass.class);
        for (Expected e : table) {
            FailureClass read = classifier.classify(e.text());
            if (read != e.failure()) {
                wrong.add(read.text() + " instead of " + e.failure().text() + ": " + e.text());
            }
            seen.merge(e.failure(), 1, Integer::sum);
        }
        assertThat(wrong).isEmpty();
        assertThat(table).hasSizeGreaterThanOrEqualTo(250);
        assertThat(seen).hasSize(FailureClass.values().length).allSatisfy((failure, count) -> assertThat(count)
                .isGreaterThanOrEqualTo(25));
    }

    @Test
    void shouldReadTheSameInUpperAndInLowerCase() throws IOException {
        for (Expected e : table()) {
            String text = e.text();
            assertThat(classifier.classify(upper(text))).as(text).isEqualTo(e.failure());
            assertThat(classifier.classify(upper(text).toLowerCase(java.util.Locale.ROOT)))
                    .as(text)
                    .isEqualTo(e.failure());
        }
    }

    private static String upper(String text) {
        return text.toUpperCase(java.util.Locale.ROOT);
    }

    @Test
    void shouldSayUnknownOfNoText() {
        assertThat(classifier.classify(null)).isEqualTo(FailureClass.UNKNOWN);
        assertThat(classifier.classify("")).isEqualTo(FailureClass.UNKNOWN);
        assertThat(classifier.classify(" \n\t ")).isEqualTo(FailureClass.UNKNOWN);
    }

    @Test
    void shouldNotReadBehindTheLengthThatIsDocumented() {
        String filler = "x ".repeat(FailureClassifier.MAX_LENGTH / 2);
        String error = "connection refused";
        String last = filler.substring(0, FailureClassifier.MAX_LENGTH - error.length() - 1) + ' ' + error;
        assertThat(classifier.classify(last)).isEqualTo(FailureClass.NETWORK);
        assertThat(classifier.classify(filler + error)).isEqualTo(FailureClass.UNKNOWN);
    }

    @Test
    void shouldTakeWordsInOtherScriptsAsWords() {
        assertThat(classifier.classify("Fehler: Verbindung abgelehnt (connection refused) für Müller"))
                .isEqualTo(FailureClass.NETWORK);
        assertThat(classifier.classify("éforbidden")).isEqualTo(FailureClass.UNKNOWN);
        assertThat(classifier.classify("错误: timed out")).isEqualTo(FailureClass.TIMEOUT);
    }

    @Test
    void shouldNameItsClassesAsRecordsDo() {
        for (FailureClass c : FailureClass.values()) {
            assertThat(FailureClass.of(c.text())).isEqualTo(c);
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FailureClass.of("Timeout"))
                .withMessageContaining("allowed: timeout, permission");
    }
}
