package io.aurea.observation;

import io.aurea.schema.Observation;
import java.time.Instant;
import java.util.Optional;

/**
 * What makes an observation valid, whoever sent it. The same rules hold for publishers, the command line and the
 * topology. Only the topology knows how far ahead of its append time an observation is, and how large its record.
 */
public final class ObservationRules {

    /** Longest tenant, source and name, in characters. */
    /** The tenant of what the loop observes of itself. */
    public static final String OWN_TENANT = "aurea";

    public static final int MAX_NAME_LENGTH = 128;

    public static final int MAX_UNIT_LENGTH = 32;

    /** Greatest magnitude of a number: its square, summed over a window, stays finite. */
    public static final double MAX_MAGNITUDE = 1e150;

    /** Greatest value of a COUNTER: the square of any rate that it makes stays finite. */
    public static final double MAX_COUNT = 1e100;

    /** No publisher has an event time outside of this, and it would overflow what is computed from it. */
    public static final Instant EARLIEST = Instant.EPOCH;

    public static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999Z");

    private static final String NAME_ALPHABET = "A-Z a-z 0-9 . _ -";

    private ObservationRules() {}

    /** The reason why this is not a well-formed observation, for a person; empty when it is one. */
    public static Optional<String> violation(Observation o) {
        String reason = firstViolation(o);
        return reason == null ? Optional.empty() : Optional.of(reason);
    }

    private static String firstViolation(Observation o) {
        // A record that was built field by field may lack any of them; one that was read lacks none.
        if (o.getObservedAt() == null) {
            return "observed_at is missing";
        }
        if (o.getKind() == null) {
            return "kind is missing";
        }
        if (o.getObservedAt().isBefore(EARLIEST) || o.getObservedAt().isAfter(LATEST)) {
            return "observed_at is " + o.getObservedAt().toEpochMilli() + " ms; allowed: " + EARLIEST + " to " + LATEST;
        }
        switch (o.getKind()) {
            case TICK:
                return null;
            case UNKNOWN:
                return "kind is unknown; allowed: METRIC, COUNTER, OPERATION, HEALTH, EVENT, TICK";
            default:
        }
        String reason = tenant(o.getTenantId());
        if (reason == null) {
            reason = source(o.getSource());
        }
        if (reason == null) {
            reason = name("name", o.getName(), true);
        }
        if (reason == null && o.getUnit() != null && o.getUnit().length() > MAX_UNIT_LENGTH) {
            reason = "unit has " + o.getUnit().length() + " characters; allowed: at most " + MAX_UNIT_LENGTH;
        }
        if (reason == null && o.getPeer() != null) {
            reason = peer(o.getPeer());
        }
        return reason != null ? reason : content(o);
    }

    private static String content(Observation o) {
        switch (o.getKind()) {
            case METRIC:
                if (o.getValue() == null) {
                    return "a METRIC needs a value";
                }
                break;
            case COUNTER:
                if (o.getValue() == null) {
                    return "a COUNTER needs a value";
                }
                if (!(o.getValue() >= 0 && o.getValue() <= MAX_COUNT)) {
                    return "value is " + o.getValue() + "; allowed: for a COUNTER a finite number from 0 to 1e100";
                }
                break;
            case OPERATION:
                if (o.getSuccess() == null) {
                    return "an OPERATION needs success (true or false)";
                }
                if (o.getDurationMs() == null) {
                    return "an OPERATION needs duration_ms";
                }
                if (!(o.getDurationMs() >= 0 && o.getDurationMs() <= MAX_MAGNITUDE)) {
                    return "duration_ms is " + o.getDurationMs() + "; allowed: a finite number from 0";
                }
                if (!o.getSuccess() && (o.getError() == null || o.getError().isEmpty())) {
                    return "an OPERATION that failed needs an error text";
                }
                break;
            case HEALTH:
                if (o.getSuccess() == null) {
                    return "a HEALTH needs success (true: up, false: down)";
                }
                break;
            default:
        }
        Double value = o.getValue();
        if (value != null && !(Math.abs(value) <= MAX_MAGNITUDE)) {
            return "value is " + value + "; allowed: a finite number from -1e150 to 1e150";
        }
        return null;
    }

    /** The reason why this is not a valid tenant name, for a person; empty when it is one. */
    public static Optional<String> tenantViolation(String tenant) {
        return Optional.ofNullable(tenant(tenant));
    }

    private static String tenant(String tenant) {
        String reason = name("tenant_id", tenant, false);
        return reason == null && tenant.charAt(0) == '_'
                ? "tenant_id '" + tenant + "' begins with _, which is kept for the loop's own keys"
                : reason;
    }

    /** The reason why this is not a valid source name, for a person; empty when it is one. */
    public static Optional<String> sourceViolation(String source) {
        return Optional.ofNullable(source(source));
    }

    /** The reason why this is not a valid name of a series, for a person; empty when it is one. */
    public static Optional<String> seriesViolation(String series) {
        return Optional.ofNullable(name("series", series, true));
    }

    private static String source(String source) {
        String reason = name("source", source, false);
        return reason == null && source.charAt(0) == '_'
                ? "source '" + source + "' begins with _, which is kept for the loop's own trends"
                : reason;
    }

    /** It is the name of a source, whether that reports or not. */
    private static String peer(String peer) {
        if (peer.isEmpty()) {
            return "peer is empty; allowed: 1 to " + MAX_NAME_LENGTH + " characters, or null";
        }
        String reason = name("peer", peer, false);
        return reason == null && peer.charAt(0) == '_'
                ? "peer '" + peer + "' begins with _, which no source does"
                : reason;
    }

    private static String name(String field, String text, boolean colon) {
        if (text == null || text.isEmpty()) {
            return field + " is missing";
        }
        int length = text.length();
        if (length > MAX_NAME_LENGTH) {
            return field + " has " + length + " characters; allowed: 1 to " + MAX_NAME_LENGTH;
        }
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            boolean allowed = c >= 'a' && c <= 'z'
                    || c >= 'A' && c <= 'Z'
                    || c >= '0' && c <= '9'
                    || c == '.'
                    || c == '_'
                    || c == '-'
                    || colon && c == ':';
            if (!allowed) {
                return field + " has the character '" + c + "' at position " + (i + 1) + "; allowed: " + NAME_ALPHABET
                        + (colon ? " :" : "");
            }
        }
        return null;
    }
}
