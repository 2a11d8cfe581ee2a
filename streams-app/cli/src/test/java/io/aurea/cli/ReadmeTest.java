package io.aurea.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.aurea.fixture.Readme;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The README matches the code. */
class ReadmeTest {
    private static final Path EXAMPLE =
            Readme.HOME.resolve("streams-app/cli/src/test/java/io/aurea/stack/PublishExample.java");

    @Test
    void shouldShowTheJavaThatTheTestsRun() throws IOException {
        List<String> source = Files.readAllLines(EXAMPLE);
        int begin = source.indexOf("        // README: begin");
        int end = source.indexOf("        // README: end");
        String example = source.subList(begin + 1, end).stream()
                .map(line -> line.substring(8))
                .collect(Collectors.joining("\n"));
        assertThat(Readme.text()).contains("```java\n" + example + "\n```");
    }

    @Test
    void shouldNameOnlyCommandsThatExist() throws IOException {
        String texts = Readme.text() + Files.readString(Readme.HOME.resolve("docs/OPERATIONS.md"));
        Set<String> named = Pattern.compile("\\./aurea ([a-z][a-z-]*)")
                .matcher(texts)
                .results()
                .map((MatchResult m) -> m.group(1))
                .collect(Collectors.toSet());
        assertThat(named)
                .contains("up", "sql")
                .isSubsetOf(Aurea.commandLine(Terminal.NONE, Map.of(), false)
                        .getSubcommands()
                        .keySet());
    }

    @Test
    void shouldLinkOnlyToFilesThatExist() throws IOException {
        List<String> links = Pattern.compile("]\\(([^)#:]+)\\)")
                .matcher(Readme.text())
                .results()
                .map(m -> m.group(1))
                .toList();
        assertThat(links).isNotEmpty().allMatch(link -> Files.exists(Readme.HOME.resolve(link)));
    }
}
