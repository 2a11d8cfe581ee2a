package io.aurea.brain;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.Optional;

/**
 * Whether PostgreSQL's {@code jsonb} takes a text: one JSON value, not nested too deep for its parser's stack, with numbers
 * in the range of {@code numeric}. It refuses U+0000 and half surrogates, too; the sink stores those as U+FFFD.
 */
final class JsonbValue {
    private static final int MAX_DEPTH = 500;
    private static final int MAX_NUMBER_LENGTH = 1_000;

    /** Of {@code numeric}: digits before and after the decimal point. */
    private static final int MAX_INTEGER_DIGITS = 131_072;

    private static final int MAX_DECIMALS = 16_383;

    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxNumberLength(MAX_NUMBER_LENGTH)
                    .build())
            .build();

    private JsonbValue() {}

    /** What is wrong with it, for a person; empty if nothing. */
    static Optional<String> violation(String text) {
        try (JsonParser parser = JSON.createParser(text)) {
            int values = 0;
            int depth = 0;
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
                if (depth == 0 && ++values > 1) {
                    return Optional.of("has something behind its end; allowed: one JSON value");
                }
                if (token.isNumeric() && !isNumeric(new BigDecimal(parser.getText()))) {
                    return Optional.of("has the number " + parser.getText() + "; allowed: " + MAX_INTEGER_DIGITS
                            + " digits before the decimal point and " + MAX_DECIMALS + " after it");
                }
            }
            return values == 1 ? Optional.empty() : Optional.of("is empty; allowed: JSON");
        } catch (JsonProcessingException notJson) {
            return Optional.of("is not JSON: " + notJson.getOriginalMessage());
        } catch (NumberFormatException beyondAnyNumber) {
            return Optional.of("has a number with an exponent beyond any range");
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private static boolean isNumeric(BigDecimal number) {
        return (long) number.precision() - number.scale() <= MAX_INTEGER_DIGITS && number.scale() <= MAX_DECIMALS;
    }
}
