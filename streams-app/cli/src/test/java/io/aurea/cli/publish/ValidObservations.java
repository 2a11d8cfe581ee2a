package io.aurea.cli.publish;

import io.aurea.observation.ObservationRules;
import io.aurea.schema.Observation;
import io.aurea.schema.ObservationKind;
import java.time.Instant;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Observations of every kind that observe accepts. */
final class ValidObservations {

    private ValidObservations() {}

    static Arbitrary<Observation> any() {
        Arbitrary<ObservationKind> kinds = Arbitraries.of(
                ObservationKind.METRIC,
                ObservationKind.COUNTER,
                ObservationKind.OPERATION,
                ObservationKind.HEALTH,
                ObservationKind.EVENT);
        Arbitrary<String> texts = Arbitraries.strings().excludeChars('\uFFFF').ofMaxLength(20);
        return Combinators.combine(
                        kinds, names(), names(), instants(), numbers(), Arbitraries.of(true, false), attributes())
                .flatAs((kind, tenant, name, at, number, success, attributes) -> texts.map(text -> {
                    boolean operation = kind == ObservationKind.OPERATION;
                    boolean judged = operation || kind == ObservationKind.HEALTH;
                    return new Observation(
                            text,
                            tenant,
                            name,
                            kind,
                            name,
                            at,
                            value(kind, number),
                            number > 0 ? "ms" : null,
                            judged ? success : null,
                            operation ? Math.abs(number) : null,
                            judged && !success ? "error " + text : null,
                            attributes,
                            operation && success ? name : null);
                }));
    }

    private static Double value(ObservationKind kind, double number) {
        return switch (kind) {
            case METRIC -> number;
            case COUNTER -> Math.min(Math.abs(number), ObservationRules.MAX_COUNT);
            default -> null;
        };
    }

    private static Arbitrary<String> names() {
        return Arbitraries.strings()
                .withChars("abcXYZ019._-")
                .ofMinLength(1)
                .ofMaxLength(128)
                .filter(name -> name.charAt(0) != '_');
    }

    private static Arbitrary<Instant> instants() {
        return Arbitraries.longs()
                .between(ObservationRules.EARLIEST.toEpochMilli(), ObservationRules.LATEST.toEpochMilli())
                .map(Instant::ofEpochMilli);
    }

    private static Arbitrary<Double> numbers() {
        return Arbitraries.doubles().between(-1e150, 1e150).ofScale(10);
    }

    private static Arbitrary<Map<String, String>> attributes() {
        return Arbitraries.maps(
                        Arbitraries.strings().ofMaxLength(5),
                        Arbitraries.strings().ofMaxLength(5))
                .ofMaxSize(3);
    }
}
