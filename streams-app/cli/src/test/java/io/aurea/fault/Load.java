package io.aurea.fault;

import io.aurea.fixture.FaultyStack;
import io.aurea.fixture.NewerPublisher;
import io.aurea.fixture.Traffic;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A traffic on its way to a stack. */
final class Load {
    private static final int OF_NEWER = 80;

    private final FaultyStack stack;
    private final Traffic traffic;
    private final String name;
    private int sent;
    private CompletableFuture<Void> sending = CompletableFuture.completedFuture(null);

    Load(FaultyStack stack, String name, Traffic traffic) {
        this.stack = stack;
        this.name = name;
        this.traffic = traffic;
    }

    Traffic traffic() {
        return traffic;
    }

    /** Begins to send all that is left; at its end it closes the windows. */
    void begin() {
        begin(traffic.lines().size() - sent);
    }

    /** Begins to send that many lines, after those before. */
    void begin(int count) {
        sending.join();
        List<String> lines = traffic.lines().subList(sent, sent + count);
        sent += count;
        boolean last = sent == traffic.lines().size();
        sending = CompletableFuture.runAsync(() -> send(lines, last));
    }

    private void send(List<String> lines, boolean close) {
        long malformed = traffic.malformed(lines);
        String wanted = "sent " + (lines.size() - malformed) + " rejected " + malformed;
        try {
            String said = close
                    ? stack.servers().send(lines, "--close")
                    : stack.servers().send(lines);
            if (!said.equals(wanted)) {
                throw new AssertionError(said + ", not " + wanted);
            }
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** A publisher whose records need the registry; they are to come before the traffic. */
    NewerPublisher newer() {
        return NewerPublisher.of(stack.servers().endpoints(), "newer-" + name);
    }

    /** Publishes some of its records. */
    void publish(NewerPublisher newer) {
        newer.publish(OF_NEWER, traffic.startMs());
        traffic.expect("newer-" + name, OF_NEWER);
    }

    /** Returns when all has been sent. */
    void end() {
        if (sent < traffic.lines().size()) {
            begin();
        }
        sending.join();
    }
}
