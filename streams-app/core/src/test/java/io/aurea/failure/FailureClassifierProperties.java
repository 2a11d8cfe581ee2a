package io.aurea.failure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.CharRange;

class FailureClassifierProperties {
    private final FailureClassifier classifier = new FailureClassifier();

    @Property(tries = 2_000)
    void shouldReadAnyTextAndTheSameTextTheSameWay(@ForAll String text, @ForAll String other) {
        FailureClass first = classifier.classify(text);
        classifier.classify(other);
        assertThat(first).isNotNull();
        assertThat(classifier.classify(text)).isEqualTo(first);
        assertThat(new FailureClassifier().classify(text)).isEqualTo(first);
    }

    @Property(tries = 2_000)
    void shouldNotMindTheCase(@ForAll("sentences") String text) {
        String upper = text.toUpperCase(java.util.Locale.ROOT);
        assertThat(classifier.classify(upper)).isEqualTo(classifier.classify(text));
    }

    /** Two words of one letter and digits match no phrase, whatever is between them. */
    @Property(tries = 1_000)
    void shouldReadNothingIntoIdentifiers(@ForAll("identifiers") List<String> identifiers) {
        assertThat(classifier.classify("id " + String.join("-", identifiers))).isEqualTo(FailureClass.UNKNOWN);
    }

    @Property(tries = 500)
    void shouldReadNoPhraseWithinALongerWord(
            @ForAll("sentences") String text, @ForAll @CharRange(from = 'q', to = 'q') char q) {
        String glued = q + text.replaceAll("[^A-Za-z0-9]+", "" + q + q) + q;
        assertThat(classifier.classify(glued)).isEqualTo(FailureClass.UNKNOWN);
    }

    /** A walk down the tree is never longer than the longest phrase, so the cost of a text is linear in its length. */
    @Property(tries = 20)
    void shouldReadAMillionCharactersAsFastAsTheFirstThousand(@ForAll("sentences") String text) {
        String endless = (text + " connection ").repeat(1 + 1_000_000 / (text.length() + 12));
        assertThat(classifier.classify(endless))
                .isEqualTo(classifier.classify(endless.substring(0, FailureClassifier.MAX_LENGTH)));
    }

    @Provide
    Arbitrary<String> sentences() {
        Arbitrary<String> words = Arbitraries.of(
                "connection",
                "refused",
                "timed",
                "out",
                "timeout",
                "database",
                "permission",
                "denied",
                "HTTP",
                "status",
                "code",
                "503",
                "403",
                "400",
                "=",
                ":",
                "to",
                "of",
                "SQLSTATE",
                "08006",
                "42501",
                "Unavailable",
                "TimeoutException",
                "no",
                "space",
                "left",
                "reset",
                "5432",
                "upstream",
                "(",
                ")",
                "/");
        return words.list().ofMinSize(1).ofMaxSize(12).map(list -> String.join(" ", list));
    }

    @Provide
    Arbitrary<List<String>> identifiers() {
        return Arbitraries.strings()
                .withChars("abcdef0123456789")
                .ofMinLength(4)
                .ofMaxLength(32)
                .filter(s -> !s.equals("db"))
                .list()
                .ofMinSize(1)
                .ofMaxSize(20);
    }
}
