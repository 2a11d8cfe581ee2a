package io.aurea.cli;

/** Endpoints for tests. */
public final class TestEndpoints {

    private TestEndpoints() {}

    /** A stack that is not running: port 1 is closed. */
    public static EndpointsFile nowhere(TimeSource clock) {
        return new EndpointsFile(
                "127.0.0.1:1",
                "http://127.0.0.1:1",
                "http://127.0.0.1:1",
                "jdbc:postgresql://127.0.0.1:1/aurea",
                "aurea_reader",
                "secret",
                "aurea",
                "owner's secret",
                "http://127.0.0.1:1",
                "a-token-of-nowhere",
                1L,
                clock.text(),
                10_000L,
                2_000L);
    }
}
