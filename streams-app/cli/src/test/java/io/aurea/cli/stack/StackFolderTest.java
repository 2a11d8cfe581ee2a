package io.aurea.cli.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aurea.cli.TimeSource;
import io.aurea.cli.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class StackFolderTest {

    private static final StackFolder.Time TIME =
            new StackFolder.Time(TimeSource.WALL, Duration.ofSeconds(10), Duration.ofSeconds(2));

    @TempDir
    Path data;

    @Test
    void shouldRefuseASecondHolderAndNameTheFirst() throws IOException {
        try (StackFolder first = StackFolder.open(data)) {
            assertThat(first.path()).isEqualTo(data);
            assertThatThrownBy(() -> StackFolder.open(data))
                    .isInstanceOf(UserError.class)
                    .hasMessage(
                            "--data %s is in use by the stack of process %d; stop that one, or name another folder",
                            data, ProcessHandle.current().pid());
        }
    }

    @Test
    void shouldBeFreeAgainAfterItsHolder() throws IOException {
        StackFolder.open(data).close();

        try (StackFolder second = StackFolder.open(data)) {
            assertThat(second.path()).isEqualTo(data);
        }
    }

    @Test
    void shouldTakeAnySettingsAsLongAsItIsNotBound() throws IOException {
        try (StackFolder folder = StackFolder.open(data)) {
            folder.requireSame(TIME);

            assertThat(data.resolve("stack.json")).doesNotExist();
        }
    }

    @Test
    void shouldNameTheSettingThatDiffersFromItsData() throws IOException {
        try (StackFolder folder = StackFolder.open(data)) {
            folder.bind(TIME);
            folder.requireSame(TIME);

            assertThatThrownBy(() -> folder.requireSame(
                            new StackFolder.Time(TimeSource.WALL, Duration.ofMinutes(1), TIME.grace())))
                    .isInstanceOf(UserError.class)
                    .hasMessage(
                            "--cycle is 1m, but the data in %s was created with --cycle 10s; use that, or another --data folder",
                            data);
            assertThatThrownBy(
                            () -> folder.requireSame(new StackFolder.Time(TimeSource.DATA, TIME.cycle(), TIME.grace())))
                    .hasMessageStartingWith("--clock is data, but the data in ");
            assertThatThrownBy(
                            () -> folder.requireSame(new StackFolder.Time(TIME.clock(), TIME.cycle(), Duration.ZERO)))
                    .hasMessageStartingWith("--grace is 0s, but the data in ");
        }
    }

    @Test
    void shouldKeepItsSecrets() throws IOException {
        try (StackFolder folder = StackFolder.open(data)) {
            StackFolder.Secrets secrets = folder.secrets();

            assertThat(folder.secrets()).isEqualTo(secrets);
            assertThat(secrets.readerPassword()).hasSizeGreaterThan(20).isNotEqualTo(secrets.writerPassword());
        }
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void shouldKeepItsSecretsToItsOwner() throws IOException {
        try (StackFolder folder = StackFolder.open(data)) {
            folder.secrets();

            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve("secrets.json"))))
                    .isEqualTo("rw-------");
        }
    }
}
