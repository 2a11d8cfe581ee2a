package io.aurea.status;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.aurea.observation.LoopTimes;
import io.aurea.observation.ObservationRules;
import io.aurea.status.ProblemDetails.Kind;
import io.javalin.http.Context;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The parameters of one request. One that is not allowed is a {@link ProblemDetails}. */
final class Query {
    private static final int MAX_LENGTH = 512;
    private static final int LIMIT_DEFAULT = 100;
    private static final int LIMIT_MAX = 1_000;

    private final Context request;

    /** @param allowed names; any other is refused, so that a misspelt filter does not match everything */
    Query(Context request, String... allowed) {
        this.request = request;
        Set<String> names = Set.of(allowed);
        request.queryParamMap().forEach((name, values) -> {
            if (!names.contains(name)) {
                throw new ProblemDetails(
                        Kind.BAD_REQUEST,
                        "there is no parameter " + Gate.shown(name) + "; allowed: "
                                + (names.isEmpty() ? "none" : String.join(", ", new TreeSet<>(names))));
            }
            if (values.size() > 1) {
                throw new ProblemDetails(
                        Kind.BAD_REQUEST, name + " is given " + values.size() + " times; allowed: once");
            }
        });
    }

    Optional<String> text(String name) {
        String value = request.queryParam(name);
        if (value != null && (value.isEmpty() || value.length() > MAX_LENGTH)) {
            throw invalid(name, value, "1 to " + MAX_LENGTH + " characters");
        }
        if (value != null && value.chars().anyMatch(Character::isISOControl)) {
            throw invalid(name, value, "no control characters");
        }
        return Optional.ofNullable(value);
    }

    String required(String name) {
        return text(name).orElseThrow(() -> new ProblemDetails(Kind.BAD_REQUEST, name + " is missing"));
    }

    /** The tenant, which the caller may see. */
    String tenant() {
        return allowed(required("tenant"));
    }

    Optional<String> tenantIfAny() {
        return text("tenant").map(this::allowed);
    }

    private String allowed(String tenant) {
        return allowed(request, tenant);
    }

    /** @throws ProblemDetails if it is not a tenant's name, or not one that the caller may see and change */
    static String allowed(Context request, String tenant) {
        if (ObservationRules.tenantViolation(tenant).isPresent()) {
            throw invalid("tenant", tenant, "1 to 128 letters, digits and . _ -, not beginning with _");
        }
        if (!Gate.holder(request).may(tenant)) {
            throw new ProblemDetails(Kind.FORBIDDEN, "the token is not for tenant " + tenant);
        }
        return tenant;
    }

    <E extends Enum<E>> Optional<E> constant(String name, Class<E> type) {
        return text(name).map(value -> constant(name, value, type));
    }

    static <E extends Enum<E>> E constant(String name, String value, Class<E> type) {
        for (E constant : type.getEnumConstants()) {
            if (constant.name().equals(value)) {
                return constant;
            }
        }
        throw invalid(
                name,
                value,
                Arrays.stream(type.getEnumConstants()).map(Enum::name).collect(Collectors.joining(", ")));
    }

    /** One of these words. */
    Optional<String> word(String name, String... allowed) {
        Optional<String> value = text(name);
        if (value.isPresent() && !Arrays.asList(allowed).contains(value.get())) {
            throw invalid(name, value.get(), String.join(", ", allowed));
        }
        return value;
    }

    Optional<Boolean> flag(String name) {
        return word(name, "true", "false").map(Boolean::valueOf);
    }

    Optional<Instant> time(String name) {
        return text(name).map(value -> time(name, value));
    }

    static Instant time(String name, String value) {
        try {
            Instant time = OffsetDateTime.parse(value).toInstant();
            if (LoopTimes.holds(time)) {
                return time;
            }
        } catch (DateTimeException malformed) {
            // Answered below like a time that nothing can have.
        }
        throw invalid(name, value, "a time like 2026-01-31T12:00:00Z, in the years 1900 to 9999");
    }

    int limit() {
        Optional<String> limit = text("limit");
        if (limit.isEmpty()) {
            return LIMIT_DEFAULT;
        }
        try {
            int value = Integer.parseInt(limit.get());
            if (value >= 1 && value <= LIMIT_MAX) {
                return value;
            }
        } catch (NumberFormatException notANumber) {
            // reported below, like one out of range
        }
        throw invalid("limit", limit.get(), "1 to " + LIMIT_MAX);
    }

    /** Where to continue; made by {@link #cursor(String)}. */
    Optional<String> cursor() {
        return text("cursor").map(value -> {
            try {
                return new String(Base64.getUrlDecoder().decode(value), UTF_8);
            } catch (IllegalArgumentException malformed) {
                throw invalid("cursor", value, "next_cursor of the page before");
            }
        });
    }

    static String cursor(String position) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(position.getBytes(UTF_8));
    }

    static ProblemDetails invalid(String name, String value, String allowed) {
        return new ProblemDetails(Kind.BAD_REQUEST, name + " is " + Gate.shown(value) + "; allowed: " + allowed);
    }
}
