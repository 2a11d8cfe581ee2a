package io.aurea.stack;

import io.aurea.fixture.Stack;
import io.aurea.fixture.StackProcess;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** {@code aurea up} on the data clock. */
class DataClockIT extends DataClockChecks {
    @TempDir
    private Path folder;

    @Override
    Stack up(String name) throws Exception {
        return StackProcess.up(folder.resolve(name), "--clock", "data", "--cycle", "10s", "--grace", "2s");
    }
}
