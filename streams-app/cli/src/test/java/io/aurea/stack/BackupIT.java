package io.aurea.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.aurea.fixture.AureaProcess;
import io.aurea.fixture.AureaProcess.Ended;
import io.aurea.fixture.ReleaseScenario;
import io.aurea.fixture.Slow;
import io.aurea.fixture.StackProcess;
import java.io.InputStream;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An installation goes on from its backup as if nothing had been. */
@Slow
class BackupIT {
    @TempDir
    private Path folder;

    @Test
    void shouldGoOnFromABackupInOtherServers() throws Exception {
        Path data = folder.resolve("data");
        Path backup = folder.resolve("aurea.zip");
        Map<String, String> interrupted;
        try (StackProcess stack = StackProcess.up(data, ReleaseScenario.CLOCK)) {
            ReleaseScenario scenario = new ReleaseScenario(stack);
            scenario.begin();
            interrupted = scenario.facts();
            Ended refused = stack.run(InputStream.nullInputStream(), "backup", backup.toString());
            assertThat(refused.exitCode()).isEqualTo(2);
            assertThat(refused.err()).startsWith("aurea: no backup was taken: the app aurea runs, ");
            assertThat(backup).doesNotExist();
        }
        try (StackProcess stack = StackProcess.up(data, "--clock", "data", "--backup", backup.toString())) {
            assertThat(stack.app().output()).contains("tables: 12, as of migration V");
        }
        try (StackProcess stack =
                StackProcess.up(folder.resolve("other"), "--clock", "data", "--restore", backup.toString())) {
            ReleaseScenario scenario = new ReleaseScenario(stack);
            assertThat(scenario.facts()).isEqualTo(interrupted);
            scenario.goOn();
            scenario.assertEnded(interrupted);
        }
        assertNotStartedAfterAnInterruptedRestore(backup);
    }

    /** Topics and state without their tables, or without the offsets they belong to, are no installation. */
    private void assertNotStartedAfterAnInterruptedRestore(Path backup) throws Exception {
        Path broken = Files.copy(backup, folder.resolve("broken.zip"));
        try (FileSystem zip = FileSystems.newFileSystem(broken)) {
            Files.delete(zip.getPath("tables/aurea_decisions.csv"));
        }
        String data = folder.resolve("third").toString();
        assertThat(notStarted("--data", data, "--clock", "data", "--restore", broken.toString()))
                .contains("broken.zip is no backup that can be read: it has no tables/aurea_decisions.csv");
        assertThat(notStarted("--data", data, "--clock", "data"))
                .contains("a restore runs or was interrupted, and not all of the installation is there");
    }

    private static String notStarted(String... options) throws Exception {
        List<String> up = new ArrayList<>(List.of("up"));
        up.addAll(List.of(options));
        Ended ended = AureaProcess.run(up, InputStream.nullInputStream());
        assertThat(ended.exitCode()).as(ended.out()).isEqualTo(2);
        return ended.err();
    }
}
