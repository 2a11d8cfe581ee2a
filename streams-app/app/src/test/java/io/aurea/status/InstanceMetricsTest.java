package io.aurea.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.aurea.fixture.Readme;
import io.aurea.topology.ObserveProgress;
import io.aurea.topology.OrientProgress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class InstanceMetricsTest {
    private static final Pattern NAME = Pattern.compile("\\baurea_(?:observe|orient)_[a-z_]*[a-z]");

    @Test
    void shouldServeEveryMetricThatTheDocumentsName() throws IOException {
        Set<String> named = new TreeSet<>();
        try (Stream<Path> pages = Files.list(Readme.HOME.resolve("docs"))) {
            for (Path page : pages.filter(p -> p.toString().endsWith(".md")).toList()) {
                named.addAll(names(Files.readString(page)));
            }
        }
        try (InstanceMetrics metrics = new InstanceMetrics()) {
            metrics.bind(new ObserveProgress());
            metrics.bind(new OrientProgress());
            assertThat(named).isNotEmpty().isSubsetOf(names(metrics.scrape()));
        }
    }

    private static Set<String> names(String text) {
        Set<String> names = new TreeSet<>();
        NAME.matcher(text).results().forEach(name -> names.add(name.group()));
        return names;
    }
}
