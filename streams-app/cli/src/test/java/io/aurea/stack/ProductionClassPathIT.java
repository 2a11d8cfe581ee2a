package io.aurea.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.aurea.fixture.AureaProcess;
import io.aurea.fixture.AureaProcess.Ended;
import io.aurea.fixture.Readme;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The app's image contains the app and its commands, and nothing of the lab. */
class ProductionClassPathIT {
    private static final Path LIBRARIES = Readme.HOME.resolve("streams-app/cli/target/lib");

    @Test
    void shouldCarryNothingOfTheLab() throws IOException {
        try (Stream<Path> files = Files.list(LIBRARIES)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .anyMatch(name -> name.startsWith("aurea-app-"))
                    .anyMatch(name -> name.startsWith("aurea-core-"))
                    .noneMatch(name -> name.startsWith("aurea-lab-") || name.startsWith("aurea-local-"));
        }
    }

    @Test
    void shouldOfferTheCommandsOfAnInstallationOnly() throws IOException, InterruptedException {
        Ended help = AureaProcess.inProduction(List.of("--help"));
        assertThat(help.exitCode()).isZero();
        assertThat(help.err()).isEmpty();
        assertThat(help.out()).contains("  run ", "  connectors ", "  approve ").doesNotContain("  up ", "  evaluate ");
        assertThat(AureaProcess.inProduction(List.of("topics", "--help")).exitCode())
                .isZero();
        Ended absent = AureaProcess.inProduction(List.of("evaluate"));
        assertThat(absent.exitCode()).isEqualTo(2);
        assertThat(absent.err()).startsWith("aurea: ").contains("evaluate");
    }

    @Test
    void shouldOfferTheLabOnADevelopersMachine() throws IOException, InterruptedException {
        Ended help = AureaProcess.run(List.of("--help"), InputStream.nullInputStream());
        assertThat(help.out()).contains("  up ", "  run ", "  evaluate ", "  bench ", "  lab ");
    }
}
