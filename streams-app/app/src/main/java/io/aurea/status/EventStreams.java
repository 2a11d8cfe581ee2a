package io.aurea.status;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.aurea.status.EventBuffer.Batch;
import io.aurea.status.EventBuffer.Event;
import io.aurea.status.ProblemDetails.Kind;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;

/** Server-sent events: each stream takes a thread of the server, so their number is limited. Thread-safe. */
final class EventStreams {
    static final List<String> TYPES = List.of("cycle", "pattern", "goal", "decision", "learning");

    private static final long HEARTBEAT_MS = 15_000;

    private final EventBuffer log;
    private final int max;
    private final CallerSlots slots;
    private final long heartbeatMs;

    EventStreams(EventBuffer log, int max) {
        this(log, max, HEARTBEAT_MS);
    }

    /** @param heartbeatMs a comment is sent after this much silence */
    EventStreams(EventBuffer log, int max, long heartbeatMs) {
        this.log = log;
        this.max = max;
        this.slots = new CallerSlots(max, mostOfOne(max));
        this.heartbeatMs = heartbeatMs;
    }

    /** Half of them, so that no caller keeps all others out. */
    private static int mostOfOne(int max) {
        return (max + 1) / 2;
    }

    int open() {
        return slots.taken();
    }

    /** Streams until the client disconnects or the app ends. */
    void stream(Context request) throws IOException, InterruptedException {
        Query query = new Query(request, "tenant", "types");
        Optional<String> tenant = query.tenantIfAny();
        Set<String> types = new TreeSet<>(
                query.text("types").map(text -> Arrays.asList(text.split(","))).orElse(TYPES));
        if (!TYPES.containsAll(types)) {
            throw Query.invalid("types", String.join(",", types), String.join(", ", TYPES));
        }
        Holder holder = Gate.holder(request);
        Caller caller = Caller.of(Optional.ofNullable(holder.name()), request.ip());
        if (!slots.take(caller)) {
            throw new ProblemDetails(
                    Kind.TOO_MANY_STREAMS,
                    "there are " + slots.taken() + " streams, " + slots.taken(caller) + " of this caller; allowed: "
                            + max + ", and " + mostOfOne(max) + " of one caller (" + HttpSettings.STREAMS_MAX_CONFIG
                            + ")");
        }
        try {
            send(
                    request,
                    event -> types.contains(event.type())
                            && holder.may(event.tenant())
                            && tenant.map(event.tenant()::equals).orElse(true));
        } finally {
            slots.giveBack(caller);
        }
    }

    private interface Wanted {
        boolean test(Event event);
    }

    private void send(Context request, Wanted wanted) throws IOException, InterruptedException {
        String named = request.header("Last-Event-ID");
        OptionalLong seen = named == null ? OptionalLong.of(log.last()) : log.numberOf(named);
        long at = seen.orElseGet(log::last);
        request.contentType("text/event-stream; charset=utf-8").header("X-Accel-Buffering", "no");
        request.status(200);
        // Not the context's stream, which may compress and would hold events back until it has enough.
        OutputStream out = request.res().getOutputStream();
        OpenConnection connection = request.attribute(OpenConnection.ATTRIBUTE);
        write(connection, out, ":\n\n" + (seen.isEmpty() ? reset(at) : ""));
        while (!log.isClosed()) {
            Batch batch = log.after(at, heartbeatMs);
            StringBuilder text = new StringBuilder();
            if (batch.missed()) {
                text.append(reset(batch.events().get(0).number() - 1));
            }
            for (Event event : batch.events()) {
                at = event.number();
                if (wanted.test(event)) {
                    text.append(text(event.type(), at, event.data()));
                }
            }
            if (text.isEmpty() && batch.events().isEmpty()) {
                text.append(":\n\n");
            }
            if (!text.isEmpty()) {
                write(connection, out, text.toString());
            }
        }
    }

    private String reset(long number) {
        return text("reset", number, "{}");
    }

    private String text(String type, long number, String data) {
        return "event: " + type + "\nid: " + log.idOf(number) + "\ndata: " + data + "\n\n";
    }

    /** Whoever does not read holds up this stream only, and not for ever. */
    private static void write(OpenConnection connection, OutputStream out, String text) throws IOException {
        connection.response(System.nanoTime());
        out.write(text.getBytes(UTF_8));
        out.flush();
        connection.stream();
    }
}
