package io.aurea.status;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.util.Callback;

/**
 * How far the exchange over one connection is, and since when: whose turn it is has to be done in time. Times are
 * {@link System#nanoTime}. Thread-safe.
 */
final class OpenConnection {
    /** A request's attribute: the connection that it came over. */
    static final String ATTRIBUTE = "aurea.connection";

    /** Whose turn it is. */
    enum Turn {
        /** The peer may begin a request, or not. */
        IDLE,
        /** The peer sends a request; before the first one from the start. */
        REQUEST,
        /** The response is made and read. */
        RESPONSE,
        /** Nothing is to be sent, as between two events of a stream. */
        STREAM
    }

    private final Connection connection;
    private Turn turn = Turn.REQUEST;
    private long since;
    private long bytesBefore;
    private Runnable late;

    OpenConnection(Connection connection, long now) {
        this.connection = connection;
        this.since = now;
        this.late = this::refuseHead;
    }

    /** The head of a request is complete, and its body is awaited. */
    synchronized void head(long began, Runnable whenLate) {
        if (turn != Turn.REQUEST) {
            turn = Turn.REQUEST;
            since = began;
        }
        late = whenLate;
    }

    /** The response begins, or another piece of a stream. */
    synchronized void response(long now) {
        turn = Turn.RESPONSE;
        since = now;
    }

    /** Until the next piece there is nothing to be sent. */
    synchronized void stream() {
        turn = Turn.STREAM;
    }

    synchronized void idle(long now) {
        turn = Turn.IDLE;
        since = now;
        bytesBefore = connection.getBytesIn();
        late = this::refuseHead;
    }

    /** Since when it has been the peer's turn; empty while a response is made. */
    synchronized Optional<Long> waitingSince() {
        return turn == Turn.IDLE || turn == Turn.REQUEST ? Optional.of(since) : Optional.empty();
    }

    /** Ends it if its turn has taken too long: then which, otherwise empty. */
    Optional<Turn> endIfLate(long now, long requestNanos, long responseNanos) {
        Turn ended;
        Runnable refuse;
        synchronized (this) {
            if (turn == Turn.IDLE && connection.getBytesIn() > bytesBefore) {
                turn = Turn.REQUEST;
                since = now;
            }
            if (turn == Turn.RESPONSE && now - since > responseNanos) {
                ended = turn;
                refuse = this::end;
                turn = Turn.STREAM;
            } else if (turn == Turn.REQUEST && now - since > requestNanos) {
                ended = turn;
                refuse = late;
                turn = Turn.RESPONSE;
                since = now;
            } else {
                return Optional.empty();
            }
        }
        refuse.run();
        return Optional.of(ended);
    }

    /** Whoever waits for its bytes to be written gets an exception. */
    void end() {
        connection.getEndPoint().close(new EofException("not read in time"));
    }

    /** Nothing but this is written while the head of a request is incomplete. */
    private void refuseHead() {
        connection.getEndPoint().write(Callback.from(this::end), ByteBuffer.wrap(ServerErrors.lateHead()));
    }
}
