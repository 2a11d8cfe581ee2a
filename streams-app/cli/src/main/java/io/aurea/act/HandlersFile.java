package io.aurea.act;

import io.aurea.policy.PolicyException;
import io.aurea.policy.PolicyProblem;
import io.aurea.policy.RecordFile;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * An executor as a file describes it; docs/handlers.yaml shows every key. Immutable.
 *
 * @param allow programs that handlers may run: absolute paths, or names to look up in PATH; by default none
 * @param handlers the first match gets a decision
 */
public record HandlersFile(Optional<List<String>> allow, List<HandlerTerms> handlers) {

    /** In characters. */
    public static final int MAX_BYTES = 256 * 1024;

    private static final int MAX_HANDLERS = 200;
    private static final Duration MAX_LIMIT = Duration.ofHours(1);

    public HandlersFile {
        allow = allow.map(List::copyOf);
        handlers = List.copyOf(handlers);
        if (handlers.isEmpty() || handlers.size() > MAX_HANDLERS) {
            throw new IllegalArgumentException(
                    "handlers has " + handlers.size() + " entries; allowed: 1 to " + MAX_HANDLERS);
        }
        Set<String> names = new HashSet<>();
        for (HandlerTerms handler : handlers) {
            if (!names.add(handler.name())) {
                throw new IllegalArgumentException(
                        "handlers has two of the name '" + handler.name() + "'; allowed: one of each name");
            }
            String program =
                    handler.command().map(command -> command.run().get(0)).orElse(null);
            if (program != null && !allow.orElse(List.of()).contains(program)) {
                throw new IllegalArgumentException("allow does not have '" + program + "', which handler '"
                        + handler.name() + "' runs; allowed: programs listed there");
            }
        }
    }

    /** @throws PolicyException lists everything that is wrong */
    public static HandlersFile parse(String yaml) {
        return RecordFile.read("the handlers file", yaml, MAX_BYTES, HandlersFile.class, null, List.of())
                .orElseThrow(() -> new PolicyException(List.of(
                        new PolicyProblem(1, "the handlers file is empty; allowed: the keys allow and handlers"))));
    }

    static void requireLimit(String key, Optional<Duration> limit) {
        limit.ifPresent(given -> {
            if (given.toMillis() < 1 || given.compareTo(MAX_LIMIT) > 0) {
                throw new IllegalArgumentException(key + " is " + given.toMillis() + " ms; allowed: 1ms to 1h");
            }
        });
    }
}
