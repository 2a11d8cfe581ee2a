package io.aurea.drain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpServer;
import io.aurea.drain.Patience.Server;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.net.http.HttpTimeoutException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a drain asks again, and for how long. */
class PatienceTest {
    private final AtomicLong now = new AtomicLong();
    private final AtomicInteger asked = new AtomicInteger();
    private final Patience patience = new Patience(Duration.ofSeconds(60), now::get);

    /** Each question takes a second and ends so, the last one again and again; null is an answer. */
    private String answer(Server server, Exception... ends) throws Exception {
        Deque<Optional<Exception>> left =
                new ArrayDeque<>(Stream.of(ends).map(Optional::ofNullable).toList());
        return patience.answer(server, () -> {
            asked.incrementAndGet();
            now.addAndGet(TimeUnit.SECONDS.toNanos(1));
            Optional<Exception> end = left.size() > 1 ? left.poll() : left.peek();
            if (end.isEmpty()) {
                return "answer";
            } else if (end.get() instanceof IOException io) {
                throw io;
            } else if (end.get() instanceof SQLException sql) {
                throw sql;
            }
            throw (RuntimeException) end.get();
        });
    }

    static List<Exception> busy() {
        return List.of(
                new HttpTimeoutException("request timed out"),
                new IOException("HTTP 503 from http://127.0.0.1:1/observe"),
                new IOException("HTTP/1.1 header parser received no bytes"),
                new TimeoutException("no answer from the brokers within 15000 ms"),
                new SQLException("the connection attempt timed out", "08001"),
                new SQLException("too many clients already", "53300"),
                new SQLException("the database system is starting up", "57P03"));
    }

    static List<Exception> refusals() throws Exception {
        return List.of(
                new ConnectException("Connection refused"),
                new IOException("http://127.0.0.1:1/observe: ConnectException", new ConnectException()),
                new ObserveReport.RefusedException("HTTP 401 from http://127.0.0.1:1/observe"),
                notJson(),
                new AuthenticationException("wrong password"),
                new UnknownTopicOrPartitionException("no such topic"),
                new SQLException("connection refused", "08001", new ConnectException()),
                new SQLException("password authentication failed", "28P01"),
                new SQLException("no state"));
    }

    private static Exception notJson() throws IOException {
        try {
            new JsonMapper().readTree("<html>");
            throw new AssertionError("this is no JSON");
        } catch (JsonProcessingException expected) {
            return expected;
        }
    }

    @ParameterizedTest
    @MethodSource("busy")
    void shouldAskAServerThatIsBusyAgainUntilTheDeadline(Exception busy) throws Exception {
        assertThat(answer(Server.APP, busy, busy, busy, null)).isEqualTo("answer");
        assertThat(asked).hasValue(4);
        assertThatThrownBy(() -> answer(Server.APP, busy)).isSameAs(busy);
        assertThat(asked).as("until the 60 s are over").hasValue(61);
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void shouldNotWaitWhereThatIsOfNoUse(Exception refusal) {
        assertThatThrownBy(() -> answer(Server.DATABASE, refusal)).isSameAs(refusal);
        assertThat(asked).hasValue(1);
    }

    @Test
    void shouldWaitForAServerThatHasAnsweredBeforeAndIsRestarted() throws Exception {
        ConnectException refused = new ConnectException("Connection refused");
        answer(Server.APP, (Exception) null);
        assertThat(answer(Server.APP, refused, refused, null)).isEqualTo("answer");
        assertThat(asked).hasValue(4);
        assertThatThrownBy(() -> answer(Server.DATABASE, refused)).isSameAs(refused);
        assertThat(asked).hasValue(5);
    }

    @Test
    void shouldGiveOneAnswerNoMoreTimeThanIsLeft() {
        assertThat(patience.limit()).isEqualTo(Duration.ofSeconds(30));
        now.addAndGet(TimeUnit.SECONDS.toNanos(50));
        assertThat(patience.limit()).isEqualTo(Duration.ofSeconds(10));
        now.addAndGet(TimeUnit.SECONDS.toNanos(50));
        assertThat(patience.limit()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void shouldWaitForAnAppThatFirstIsBusyAndThenSlow() throws Exception {
        HttpServer app = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        CountDownLatch slow = new CountDownLatch(1);
        app.createContext("/observe", request -> {
            int status = asked.incrementAndGet() < 3 ? 503 : 200;
            byte[] body = "{\"partitions\": []}".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
            if (asked.get() == 2) {
                try {
                    slow.await(20, TimeUnit.SECONDS);
                } catch (InterruptedException ended) {
                    Thread.currentThread().interrupt();
                }
            }
            request.sendResponseHeaders(status, body.length);
            request.getResponseBody().write(body);
            request.close();
        });
        app.setExecutor(java.util.concurrent.Executors.newCachedThreadPool());
        app.start();
        try {
            String url = "http://127.0.0.1:" + app.getAddress().getPort();
            ObserveReport report = patience.answer(
                    Server.APP,
                    () -> ObserveReport.fetch(
                            List.of(url), HttpClient.newHttpClient(), Optional.empty(), Duration.ofMillis(500)));
            assertThat(report.partitions()).isZero();
            assertThat(asked).hasValue(3);
        } finally {
            slow.countDown();
            app.stop(0);
        }
    }
}
