package io.aurea.executor;

import static org.assertj.core.api.Assertions.assertThat;

import io.aurea.schema.Decision;
import io.aurea.schema.Incident;
import io.aurea.schema.Outcome;
import io.aurea.topic.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;

/** Compares docs/EXECUTORS.md with the code. */
class ExecutorsDocumentTest {
    private static final Path HOME = Path.of(System.getProperty("aurea.home"));

    private static String text() throws IOException {
        return Files.readString(HOME.resolve("docs/EXECUTORS.md"));
    }

    @Test
    void shouldShowTheJavaThatTheTestsRun() throws IOException {
        List<String> source =
                Files.readAllLines(HOME.resolve("client/src/test/java/io/aurea/executor/ExecutorExample.java"));
        String example = source
                .subList(source.indexOf("        // EXECUTORS: begin") + 1, source.indexOf("        // EXECUTORS: end"))
                .stream()
                .map(line -> line.substring(8))
                .collect(Collectors.joining("\n"));

        assertThat(text()).contains("```java\n" + example + "\n```");
    }

    @Test
    void shouldNameEveryFieldOfAnOutcomeAndNoneThatIsNot() throws IOException {
        Set<String> known = Stream.of(Decision.getClassSchema(), Outcome.getClassSchema(), Incident.getClassSchema())
                .flatMap(schema -> schema.getFields().stream())
                .map(Schema.Field::name)
                .collect(Collectors.toSet());
        List<String> named = Pattern.compile("`([a-z]+(?:_[a-z]+)+)`")
                .matcher(text())
                .results()
                .map(m -> m.group(1))
                .filter(name -> !name.equals("read_committed"))
                .toList();

        assertThat(named).isNotEmpty().allMatch(known::contains);
        assertThat(text())
                .contains(Outcome.getClassSchema().getFields().stream()
                        .map(field -> "`" + field.name() + "`")
                        .toList())
                .contains("`" + Topics.DECISIONS.name() + "`", "`" + Topics.OUTCOMES.name() + "`")
                .contains("last " + RecentClaims.MOST + " claims");
    }
}
