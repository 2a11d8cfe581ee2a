package io.aurea.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.aurea.fixture.AureaProcess;
import io.aurea.fixture.AureaProcess.Ended;
import io.aurea.fixture.StackProcess;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.io.TempDir;

/** {@code aurea up} on the wall clock, observing the machine it runs on. */
class WallClockIT extends WallClockChecks<StackProcess> {
    @TempDir
    private Path folder;

    private List<ProcessHandle> servers;

    @Override
    StackProcess up() throws Exception {
        return StackProcess.up(folder.resolve("data"), "--cycle", "2s", "--grace", "500ms", "--no-demo");
    }

    @Override
    void alsoWhileRunning(StackProcess stack) throws Exception {
        Awaitility.await("a line per cycle")
                .atMost(Duration.ofSeconds(10))
                .until(() -> stack.app()
                                .output()
                                .lines()
                                .filter(line -> line.contains(" aurea "))
                                .count()
                        >= 3);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(stack.endpointsFile())))
                .isEqualTo("rw-------");
        assertSecondUpIsRefused("--cycle", "2s", "--grace", "500ms");
        servers = stack.servers();
        assertThat(servers).hasSizeGreaterThanOrEqualTo(3);
    }

    @Override
    void alsoWhenStopped(StackProcess stack) throws Exception {
        assertThat(servers).noneMatch(ProcessHandle::isAlive);
        assertThat(stack.endpointsFile()).doesNotExist();
        assertSecondUpIsRefused("--cycle", "5s", "--grace", "500ms");
    }

    private void assertSecondUpIsRefused(String... options) throws Exception {
        Path data = folder.resolve("data");
        List<String> arguments = new ArrayList<>(List.of("up", "--data", data.toString()));
        arguments.addAll(List.of(options));
        Ended refused = AureaProcess.run(arguments, InputStream.nullInputStream());
        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(refused.err().lines()).hasSize(1);
        assertThat(refused.err()).contains(data.toString());
    }
}
