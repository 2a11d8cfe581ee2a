package io.aurea.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PidFileTest {
    private static final Duration GRACE = Duration.ofSeconds(2);

    @TempDir
    Path run;

    private Process process;

    @AfterEach
    void end() {
        if (process != null) {
            process.destroyForcibly();
        }
    }

    @Test
    void shouldEndTheProcessThatAFileNames() throws Exception {
        process = start("sleep 60");
        pidFile().write(process.toHandle(), StopSignal.TERM);

        assertThat(PidFile.endLeftovers(run, GRACE)).containsExactly("server");

        assertThat(process.waitFor(5, TimeUnit.SECONDS)).isTrue();
        assertThat(run).isEmptyDirectory();
    }

    @Test
    void shouldKillAProcessThatDoesNotListen() throws Exception {
        process = start("trap '' TERM; echo ready; while :; do sleep 1; done");
        process.getInputStream().read();
        pidFile().write(process.toHandle(), StopSignal.TERM);

        assertThat(PidFile.endLeftovers(run, Duration.ofMillis(200))).containsExactly("server");

        assertThat(process.waitFor(5, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void shouldSpareALaterProcessWithTheSameId() throws IOException {
        process = start("sleep 60");
        long started =
                process.info().startInstant().orElseThrow().minusSeconds(60).toEpochMilli();
        Files.writeString(run.resolve("server.pid"), "%d %d TERM%n".formatted(process.pid(), started));

        assertThat(PidFile.endLeftovers(run, GRACE)).isEmpty();

        assertThat(process.isAlive()).isTrue();
        assertThat(run).isEmptyDirectory();
    }

    @Test
    void shouldForgetAProcessThatIsGone() throws Exception {
        process = start("exit 0");
        pidFile().write(process.toHandle(), StopSignal.TERM);
        process.waitFor();

        assertThat(PidFile.endLeftovers(run, GRACE)).isEmpty();

        assertThat(run).isEmptyDirectory();
    }

    @Test
    void shouldForgetAFileThatWasCutShort() throws IOException {
        Files.writeString(run.resolve("server.pid"), "12");

        assertThat(PidFile.endLeftovers(run, GRACE)).isEmpty();

        assertThat(run).isEmptyDirectory();
    }

    @Test
    void shouldFindNothingInAFolderThatIsNotThere() {
        assertThat(PidFile.endLeftovers(run.resolve("absent"), GRACE)).isEmpty();
    }

    private PidFile pidFile() {
        return new PidFile(run.resolve("server.pid"));
    }

    private static Process start(String script) throws IOException {
        return new ProcessBuilder("/bin/sh", "-c", script).start();
    }
}
