package io.aurea.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.aurea.fixture.AureaProcess.Ended;
import io.aurea.fixture.ReleaseScenario;
import io.aurea.fixture.Slow;
import io.aurea.fixture.StackProcess;
import java.io.InputStream;
import java.nio.file.Path;
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
            assertThat(stack.app().output()).contains("tables: 9, as of migration V");
        }
        try (StackProcess stack =
                StackProcess.up(folder.resolve("other"), "--clock", "data", "--restore", backup.toString())) {
            ReleaseScenario scenario = new ReleaseScenario(stack);
            assertThat(scenario.facts()).isEqualTo(interrupted);
            scenario.goOn();
            scenario.assertEnded(interrupted);
        }
    }
}
