package io.aurea.status;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.aurea.schema.Command;
import io.aurea.schema.CommandKind;
import io.aurea.schema.PatternType;
import io.aurea.status.ProblemDetails.Kind;
import io.javalin.http.Context;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Pattern;

/** Turns requests into commands and publishes them. Thread-safe. */
final class Commands {
    /** Larger bodies are refused, bytes. */
    static final int MAX_BODY = 16_384;

    private static final int MAX_REASON = 512;
    private static final int MAX_ID = 256;
    private static final int MAX_NAME = 128;
    private static final int MAX_PATTERN_ID = 512;
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9._-]{1,128}");
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    interface Publisher {
        /** Returns when the command is stored. */
        void publish(Command command) throws IOException;
    }

    private final Publisher publisher;
    private final Clock clock;

    Commands(Publisher publisher, Clock clock) {
        this.publisher = publisher;
        this.clock = clock;
    }

    /** {@code POST /commands}. */
    void command(Context request) {
        new Query(request);
        ObjectNode body = body(request, true);
        only(
                body,
                "tenant_id",
                "command_id",
                "kind",
                "decision_id",
                "incident_id",
                "pattern_type",
                "autonomy_level",
                "dry_run",
                "starts_at",
                "ends_at",
                "source",
                "series",
                "pattern_id",
                "reason");
        Command command = begun(
                request,
                Query.allowed(request, text(body, "tenant_id")),
                Query.constant("kind", text(body, "kind"), CommandKind.class),
                body);
        if (body.has("command_id")) {
            String id = text(body, "command_id");
            if (!ID.matcher(id).matches()) {
                throw Query.invalid("command_id", id, "1 to 128 letters, digits and . _ -");
            }
            command.setCommandId(id);
        }
        switch (command.getKind()) {
            case APPROVE, REJECT -> {
                String decision = text(body, "decision_id");
                if (decision.length() > MAX_ID) {
                    throw Query.invalid("decision_id", decision, "at most " + MAX_ID + " characters");
                }
                command.setDecisionId(decision);
            }
            case PAUSE, RESUME -> {
                if (body.has("pattern_type")) {
                    String type = text(body, "pattern_type");
                    if (type.equals(PatternType.UNKNOWN.name())) {
                        throw Query.invalid("pattern_type", type, "a type of pattern");
                    }
                    command.setPatternType(Query.constant("pattern_type", type, PatternType.class)
                            .name());
                }
            }
            case AUTONOMY -> {
                JsonNode level = body.path("autonomy_level");
                if (!level.isInt() || !Set.of(0, 25, 50, 75, 100).contains(level.intValue())) {
                    throw Query.invalid("autonomy_level", level.asText("missing"), "0, 25, 50, 75, 100");
                }
                command.setAutonomyLevel(level.intValue());
            }
            case DRY_RUN -> {
                if (!body.path("dry_run").isBoolean()) {
                    throw Query.invalid("dry_run", body.path("dry_run").asText("missing"), "true, false");
                }
                command.setDryRun(body.path("dry_run").booleanValue());
            }
            case ACCEPT -> accept(command, body);
            case ACKNOWLEDGE, CLOSE -> {
                command.setIncidentId(shortText(body, "incident_id", MAX_NAME));
                aboutIncident(command, body);
            }
            case MAINTENANCE -> {
                Instant starts = body.has("starts_at")
                        ? Query.time("starts_at", text(body, "starts_at"))
                        : command.getIssuedAt();
                Instant ends = Query.time("ends_at", text(body, "ends_at"));
                if (!ends.isAfter(starts) || !ends.isAfter(command.getIssuedAt())) {
                    throw Query.invalid("ends_at", ends.toString(), "a time after now and after starts_at");
                }
                command.setStartsAt(starts);
                command.setEndsAt(ends);
            }
            default ->
                throw Query.invalid(
                        "kind",
                        command.getKind().name(),
                        "APPROVE, REJECT, PAUSE, RESUME, AUTONOMY, MAINTENANCE, DRY_RUN, ACCEPT, ACKNOWLEDGE, CLOSE");
        }
        send(request, command);
    }

    private static void accept(Command command, ObjectNode body) {
        requireReason(command);
        if (body.has("pattern_id") == (body.has("source") || body.has("series"))) {
            throw new ProblemDetails(
                    Kind.BAD_REQUEST, "ACCEPT names a series by source and series, or a pattern by pattern_id");
        }
        if (body.has("pattern_id")) {
            command.setPatternId(shortText(body, "pattern_id", MAX_PATTERN_ID));
        } else {
            command.setSource(shortText(body, "source", MAX_NAME));
            command.setSeries(shortText(body, "series", MAX_NAME));
        }
    }

    private static String shortText(ObjectNode body, String name, int most) {
        String text = text(body, name);
        if (text.isEmpty() || text.length() > most) {
            throw Query.invalid(name, text, "1 to " + most + " characters");
        }
        return text;
    }

    /** {@code POST /decisions/{id}/approve} and {@code reject}. */
    void answer(Context request, String tenant, String decision, CommandKind kind) {
        ObjectNode body = body(request, false);
        only(body, "reason");
        Command command = begun(request, tenant, kind, body);
        command.setDecisionId(decision);
        send(request, command);
    }

    /** {@code POST /incidents/{id}/acknowledge} and {@code close}. */
    void incident(Context request, String tenant, String incident, CommandKind kind) {
        ObjectNode body = body(request, true);
        if (kind == CommandKind.ACKNOWLEDGE) {
            only(body, "reason", "ends_at");
        } else {
            only(body, "reason");
        }
        Command command = begun(request, tenant, kind, body);
        command.setIncidentId(incident);
        aboutIncident(command, body);
        send(request, command);
    }

    private static void aboutIncident(Command command, ObjectNode body) {
        requireReason(command);
        if (command.getKind() == CommandKind.ACKNOWLEDGE && body.has("ends_at")) {
            Instant until = Query.time("ends_at", text(body, "ends_at"));
            if (!until.isAfter(command.getIssuedAt())) {
                throw Query.invalid("ends_at", until.toString(), "a time after now");
            }
            command.setEndsAt(until);
        }
    }

    private static void requireReason(Command command) {
        if (command.getReason().isBlank()) {
            throw new ProblemDetails(Kind.BAD_REQUEST, "reason is missing");
        }
    }

    private Command begun(Context request, String tenant, CommandKind kind, ObjectNode body) {
        String reason = body.has("reason") ? text(body, "reason") : "";
        if (reason.length() > MAX_REASON) {
            throw Query.invalid("reason", reason, "at most " + MAX_REASON + " characters");
        }
        return Command.newBuilder()
                .setTenantId(tenant)
                .setCommandId(UUID.randomUUID().toString())
                .setKind(kind)
                .setIssuedBy(Gate.holder(request).name())
                .setIssuedAt(clock.instant())
                .setReason(reason)
                .build();
    }

    private void send(Context request, Command command) {
        try {
            publisher.publish(command);
        } catch (IOException failed) {
            throw new ProblemDetails(Kind.NOT_AVAILABLE, "the command could not be stored: " + failed.getMessage());
        }
        ObjectNode answer = JsonNodeFactory.instance.objectNode().put("command_id", command.getCommandId());
        request.status(202).contentType("application/json").result(answer.toString());
    }

    /** Without its parameters, such as a character set. */
    private static boolean isJson(String contentType) {
        return contentType != null && contentType.split(";", 2)[0].strip().equalsIgnoreCase("application/json");
    }

    private static ObjectNode body(Context request, boolean required) {
        byte[] bytes;
        try {
            bytes = request.bodyInputStream().readNBytes(MAX_BODY + 1);
        } catch (IOException broken) {
            throw new ProblemDetails(Kind.BAD_REQUEST, "the body ends early");
        }
        if (bytes.length > MAX_BODY) {
            throw new ProblemDetails(
                    Kind.TOO_LARGE, "the body has more than " + MAX_BODY + " bytes; allowed: at most so many");
        }
        if (bytes.length == 0 && !required) {
            return JSON.createObjectNode();
        }
        if (!isJson(request.contentType())) {
            throw new ProblemDetails(Kind.UNSUPPORTED_MEDIA_TYPE, "Content-Type must be application/json");
        }
        try {
            if (JSON.readTree(bytes) instanceof ObjectNode object) {
                return object;
            }
            throw new ProblemDetails(Kind.BAD_REQUEST, "the body must be a JSON object");
        } catch (JsonProcessingException malformed) {
            throw new ProblemDetails(Kind.BAD_REQUEST, "the body is not JSON: " + malformed.getOriginalMessage());
        } catch (IOException noText) {
            throw new ProblemDetails(Kind.BAD_REQUEST, "the body is not JSON: " + noText.getMessage());
        }
    }

    private static void only(ObjectNode body, String... allowed) {
        Set<String> names = Set.of(allowed);
        body.fieldNames().forEachRemaining(name -> {
            if (!names.contains(name)) {
                throw new ProblemDetails(
                        Kind.BAD_REQUEST,
                        "there is no field " + Gate.shown(name) + "; allowed: "
                                + String.join(", ", new TreeSet<>(names)));
            }
        });
    }

    private static String text(ObjectNode body, String name) {
        JsonNode value = body.path(name);
        if (value.isMissingNode() || value.isNull()) {
            throw new ProblemDetails(Kind.BAD_REQUEST, name + " is missing");
        }
        if (!value.isTextual()) {
            throw new ProblemDetails(Kind.BAD_REQUEST, name + " must be text");
        }
        return value.textValue();
    }
}
