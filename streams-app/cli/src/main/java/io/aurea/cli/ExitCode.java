package io.aurea.cli;

/** The commands' exit codes. */
public final class ExitCode {

    public static final int DONE = 0;

    /** The command ran, but part of its work failed: rejected lines, a server that died, a drain that timed out. */
    public static final int INCOMPLETE = 1;

    /** Nothing could be done: a wrong flag, a bad value, an unreachable server. */
    public static final int REFUSED = 2;

    private ExitCode() {}
}
