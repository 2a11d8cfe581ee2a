package io.aurea.drain;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.net.ConnectException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Asks again when a server is only too busy to answer, until a deadline. A server that nobody listens for is not waited for,
 * unless it has answered before. Not thread-safe.
 */
final class Patience {
    private static final Duration PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_ANSWER = Duration.ofSeconds(30);
    private static final Duration SHORTEST_ANSWER = Duration.ofSeconds(1);

    private final LongSupplier clock;
    private final long deadlineNanos;
    private final Set<Server> answered = EnumSet.noneOf(Server.class);

    /** Who is asked. */
    enum Server {
        APP,
        BROKERS,
        DATABASE
    }

    /** Asked as often as needed. */
    interface Question<T> {
        T ask() throws IOException, SQLException, InterruptedException;
    }

    /** @param clock in nanoseconds */
    Patience(Duration limit, LongSupplier clock) {
        this.clock = clock;
        this.deadlineNanos = clock.getAsLong() + limit.toNanos();
    }

    /**
     * @throws IOException what the last try brought, if none before the deadline had an answer, or trying again is no use;
     *     SQLException and KafkaException the same
     */
    <T> T answer(Server server, Question<T> question) throws IOException, SQLException, InterruptedException {
        while (true) {
            try {
                T answer = question.ask();
                answered.add(server);
                return answer;
            } catch (IOException | SQLException | KafkaException failed) {
                if (!mayPass(failed, server) || pausedTooLong()) {
                    throw failed;
                }
            }
        }
    }

    private boolean mayPass(Exception failed, Server server) {
        for (Throwable t = failed; t != null; t = t.getCause()) {
            if (t instanceof ConnectException && !answered.contains(server)) {
                return false;
            }
        }
        if (failed instanceof SQLException sql) {
            String state = String.valueOf(sql.getSQLState());
            // Connections, resources, an operator's restart; not: a wrong password, a table that is missing.
            return state.startsWith("08") || state.startsWith("53") || state.startsWith("57");
        }
        if (failed instanceof KafkaException) {
            return failed instanceof RetriableException && !(failed instanceof UnknownTopicOrPartitionException);
        }
        return !(failed instanceof JsonProcessingException) && !(failed instanceof ObserveReport.RefusedException);
    }

    /** How long one answer may take now. */
    Duration limit() {
        Duration left = Duration.ofNanos(deadlineNanos - clock.getAsLong());
        Duration most = left.compareTo(LONGEST_ANSWER) < 0 ? left : LONGEST_ANSWER;
        return most.compareTo(SHORTEST_ANSWER) < 0 ? SHORTEST_ANSWER : most;
    }

    /** Whether the deadline has passed; if not, after a short pause. */
    boolean pausedTooLong() throws InterruptedException {
        if (clock.getAsLong() - deadlineNanos > 0) {
            return true;
        }
        TimeUnit.MILLISECONDS.sleep(PAUSE.toMillis());
        return false;
    }
}
