package io.aurea.local;

import java.io.IOException;

/** The signal that asks a server to stop. */
enum StopSignal {
    /** On this a JVM shuts down in order. */
    TERM,
    /** PostgreSQL's fast shutdown: open sessions are terminated; on TERM it would wait for its clients to leave. */
    INT;

    void sendTo(ProcessHandle process) {
        if (this == TERM) {
            process.destroy();
            return;
        }
        try {
            // The shell's own kill: /bin/kill is not on every machine.
            new ProcessBuilder("/bin/sh", "-c", "kill -s \"$1\" \"$2\"", "sh", name(), Long.toString(process.pid()))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new LocalStackException("cannot run /bin/sh: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
