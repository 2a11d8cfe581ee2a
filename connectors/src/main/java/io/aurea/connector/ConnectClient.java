package io.aurea.connector;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.aurea.http.HttpEndpoint;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The part of Connect's REST API needed to keep a connector as configured. Thread-safe.
 *
 * <p>A worker answers 409 while its group rebalances and may be unreachable while it starts: both are retried with
 * growing backoff, as long as patience lasts. Between the two it answers 404 to everything, which {@link #requireVersion}
 * waits out. Every method throws {@link ConnectClientException} after that, and at
 * once when the worker refuses.
 */
public final class ConnectClient {

    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(30);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);
    private static final Duration POLL_INTERVAL = Duration.ofMillis(250);

    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;
    private static final int SERVER_ERROR = 500;

    private static final String OLDEST = "4.0";

    /** There in every worker that has started. */
    private static final String ROOT = "/";

    private final HttpEndpoint worker;
    private final Duration patience;
    private final ObjectMapper json = new ObjectMapper();

    /**
     * @param worker see {@link ConnectConfig#endpoint}
     * @param patience how long to retry
     */
    public ConnectClient(HttpEndpoint worker, Duration patience) {
        this.worker = worker;
        this.patience = patience;
    }

    /** What {@link #apply} did. */
    public enum ConnectorChange {
        CREATED,
        UPDATED,
        UNCHANGED
    }

    /**
     * The result of an apply.
     *
     * @param change whether the connector is new, changed or unchanged
     * @param keys settings that were added, removed or changed; all of them for a new connector
     */
    public record Applied(ConnectorChange change, Set<String> keys) {
        public Applied {
            keys = Set.copyOf(keys);
        }
    }

    /**
     * Returns when the worker is one that the plugin runs on, and has started.
     *
     * @throws ConnectClientException when it is older, or does not answer
     */
    public void requireVersion() {
        String found = parse(exchange("GET", ROOT, null)).path("version").asText();
        if (!found.matches("([4-9]|[1-9]\\d+)\\..*")) {
            throw new ConnectClientException(
                    "Kafka Connect at " + worker + " is version " + found + "; allowed: " + OLDEST + " or later");
        }
    }

    /** Creates the connector or changes its configuration; leaves it alone when it has this configuration already. */
    public Applied apply(String name, Map<String, String> config) {
        Optional<Map<String, String>> current = config(name);
        Set<String> changed = changedKeys(current.orElse(Map.of()), withName(name, config));
        if (current.isPresent() && changed.isEmpty()) {
            return new Applied(ConnectorChange.UNCHANGED, changed);
        }
        send("PUT", path(name) + "/config", config);
        return new Applied(current.isPresent() ? ConnectorChange.UPDATED : ConnectorChange.CREATED, changed);
    }

    /** The connector's configuration; empty when there is no such connector. Secrets are returned as they were set. */
    public Optional<Map<String, String>> config(String name) {
        return find(path(name) + "/config").map(answer -> {
            Map<String, String> config = new TreeMap<>();
            answer.properties()
                    .forEach(
                            field -> config.put(field.getKey(), field.getValue().asText()));
            return config;
        });
    }

    /** The states of the connector and its tasks; empty when there is no such connector. */
    public Optional<ConnectorState> status(String name) {
        return find(path(name) + "/status").map(answer -> {
            List<ConnectorState.Task> tasks = new ArrayList<>();
            for (JsonNode task : answer.path("tasks")) {
                tasks.add(new ConnectorState.Task(
                        task.path("id").asInt(),
                        task.path("state").asText(),
                        task.path("worker_id").asText(),
                        task.path("trace").asText()));
            }
            JsonNode connector = answer.path("connector");
            return new ConnectorState(
                    connector.path("state").asText(), connector.path("trace").asText(), tasks);
        });
    }

    /**
     * Waits until the connector and all its tasks run.
     *
     * @throws ConnectClientException when the time is up, or as soon as one of them has failed, with its reason
     */
    public ConnectorState awaitRunning(String name, Duration timeout) {
        return await(name, timeout, ConnectorState::isRunning, "running");
    }

    /** Stops the tasks but keeps the connector and its offsets, and waits until no task is left. */
    public void stop(String name, Duration timeout) {
        send("PUT", path(name) + "/stop", null);
        await(
                name,
                timeout,
                state -> state.state().equals("STOPPED") && state.tasks().isEmpty(),
                "stopped");
    }

    /** Starts a stopped connector again. */
    public void resume(String name) {
        send("PUT", path(name) + "/resume", null);
    }

    /**
     * Removes the connector, and what Connect knows of its offsets stays.
     *
     * @return whether there was one
     */
    public boolean delete(String name) {
        if (config(name).isEmpty()) {
            return false;
        }
        send("DELETE", path(name), null);
        return true;
    }

    /** Makes a stopped connector read its topics from the start. */
    public void resetOffsets(String name) {
        send("DELETE", path(name) + "/offsets", null);
    }

    /** Makes a stopped connector read one partition from an offset. */
    public void alterOffset(String name, String topic, int partition, long offset) {
        send(
                "PATCH",
                path(name) + "/offsets",
                Map.of(
                        "offsets",
                        List.of(Map.of(
                                "partition",
                                Map.of("kafka_topic", topic, "kafka_partition", partition),
                                "offset",
                                Map.of("kafka_offset", offset)))));
    }

    private interface Condition {
        boolean isMet(ConnectorState state);
    }

    private ConnectorState await(String name, Duration timeout, Condition condition, String wanted) {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (true) {
            Optional<ConnectorState> state = status(name);
            if (state.filter(condition::isMet).isPresent()) {
                return state.get();
            }
            boolean failed = state.filter(ConnectorState::isFailed).isPresent();
            if (failed || System.nanoTime() - deadline > 0) {
                throw new ConnectClientException("connector " + name + " at " + worker + " is not " + wanted
                        + (failed ? "" : " after " + timeout.toSeconds() + " s") + ": "
                        + state.map(ConnectorState::describe).orElse("the worker does not know it"));
            }
            pause(POLL_INTERVAL);
        }
    }

    private Optional<JsonNode> find(String path) {
        HttpResponse<String> answer = exchange("GET", path, null);
        return answer.statusCode() == NOT_FOUND ? Optional.empty() : Optional.of(parse(answer));
    }

    private void send(String method, String path, Object body) {
        HttpResponse<String> answer = exchange(method, path, body);
        if (answer.statusCode() == NOT_FOUND) {
            throw refused(method, path, answer);
        }
    }

    private HttpResponse<String> exchange(String method, String path, Object body) {
        HttpRequest request = worker.request(path, REQUEST_TIMEOUT)
                .header("Content-Type", "application/json")
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(text(body)))
                .build();
        long deadline = System.nanoTime() + patience.toNanos();
        Duration pause = FIRST_PAUSE;
        while (true) {
            boolean late = System.nanoTime() - deadline > 0;
            try {
                HttpResponse<String> answer = worker.client().send(request, BodyHandlers.ofString());
                int status = answer.statusCode();
                boolean starting = status == NOT_FOUND && path.equals(ROOT);
                if (status < 300 || status == NOT_FOUND && !starting) {
                    return answer;
                }
                if (late || !starting && status != CONFLICT && status < SERVER_ERROR) {
                    throw refused(method, path, answer);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new ConnectClientException("interrupted while waiting for the Connect worker at " + worker, e);
            } catch (IOException e) {
                if (late) {
                    throw new ConnectClientException(
                            "cannot reach the Connect worker at " + worker + ": " + e.getMessage(), e);
                }
            }
            pause(pause);
            pause = pause.compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
        }
    }

    private ConnectClientException refused(String method, String path, HttpResponse<String> answer) {
        return new ConnectClientException(
                "the Connect worker at " + worker + " answers " + method + " " + path + " with " + answer.statusCode()
                        + ": " + parse(answer).path("message").asText(answer.body()));
    }

    private JsonNode parse(HttpResponse<String> answer) {
        try {
            return json.readTree(answer.body());
        } catch (JsonProcessingException e) {
            throw new ConnectClientException(
                    "what answers at " + answer.uri() + " (" + answer.statusCode() + ") is not a Connect worker", e);
        }
    }

    private String text(Object body) {
        try {
            return json.writeValueAsString(body);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("no JSON for " + body, e);
        }
    }

    private static Map<String, String> withName(String name, Map<String, String> config) {
        Map<String, String> named = new TreeMap<>(config);
        named.put("name", name);
        return named;
    }

    private static Set<String> changedKeys(Map<String, String> before, Map<String, String> after) {
        Set<String> keys = new TreeSet<>(before.keySet());
        keys.addAll(after.keySet());
        keys.removeIf(key -> Objects.equals(before.get(key), after.get(key)));
        return keys;
    }

    private static String path(String name) {
        return "/connectors/" + URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static void pause(Duration duration) {
        try {
            Thread.sleep(duration.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ConnectClientException("interrupted while waiting for the Connect worker", e);
        }
    }
}
