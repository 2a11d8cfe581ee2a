package io.aurea.failure;

/**
 * Classifies error texts.
 *
 * <p><b>Precedence.</b> A text often has several signs: {@code connection to database timed out}. The class is the part
 * that failed if the text names it, otherwise the way in which it failed, because the class is where somebody looks
 * first. In order:
 *
 * <ol>
 *   <li>resource: space is needed, whoever hit the full disk ({@code could not extend file: No space left on device})
 *   <li>permission: nothing else matters until the caller is allowed ({@code permission denied for table orders})
 *   <li>validation: the part works and refuses its input ({@code violates check constraint}, HTTP 400)
 *   <li>database: what only a database or its driver says ({@code too many clients already}, {@code statement timeout})
 *   <li>dependency, if the call was not even made ({@code circuit breaker is open})
 *   <li>timeout ({@code deadline exceeded}, HTTP 504)
 *   <li>dependency: a service answers that it cannot serve (HTTP 502 and 503, gRPC {@code UNAVAILABLE})
 *   <li>network ({@code connection refused}, an unknown host, a failed handshake)
 * </ol>
 *
 * A timeout, dependency or network failure in a text that names a database ({@code :5432}, {@code postgres},
 * {@code redis}) is a database failure; a network failure in a text that names an upstream is a dependency failure.
 * Texts without any of these are unknown: a bare {@code 500 Internal Server Error}, a {@code 404}, a null pointer.
 *
 * <p>Words are matched whole, the case of ASCII letters does not matter, and the name of a setting does not count
 * ({@code timeout=30}); numbers count only as codes ({@code status 403}, not {@code order 403}). The first
 * {@value #MAX_LENGTH} characters are read, in linear time: at each word a walk down a tree of all phrases. In an
 * outage the same few texts recur, so the last ones are cached.
 *
 * <p>Not thread-safe: one per thread. The same text always gets the same class.
 */
public final class FailureClassifier {

    /** Characters of a text that are read; the rest is ignored. */
    public static final int MAX_LENGTH = 1024;

    private static final PhraseTree PHRASES = PhraseTree.of(FailurePhrases.inOrder());

    /** A power of two. */
    private static final int REMEMBERED = 256;

    private final String[] texts = new String[REMEMBERED];
    private final FailureClass[] classes = new FailureClass[REMEMBERED];
    private final byte[] symbols = new byte[MAX_LENGTH + 2];

    /** @param error an error text; null is unknown */
    public FailureClass classify(String error) {
        if (error == null || error.isEmpty()) {
            return FailureClass.UNKNOWN;
        }
        if (error.length() > MAX_LENGTH) {
            return read(error);
        }
        int hash = error.hashCode();
        int place = (hash ^ hash >>> 16) & REMEMBERED - 1;
        if (!error.equals(texts[place])) {
            classes[place] = read(error);
            texts[place] = error;
        }
        return classes[place];
    }

    private FailureClass read(String error) {
        int length = normalise(error);
        int best = PhraseTree.NONE;
        boolean database = false;
        boolean dependency = false;
        int hiddenUntil = 0;
        for (int i = 0; i < length; i++) {
            long hit = PHRASES.longestAt(symbols, i, length);
            if (hit == PhraseTree.NO_HIT || PhraseTree.endOf(hit) <= hiddenUntil) {
                continue;
            }
            hiddenUntil = PhraseTree.endOf(hit);
            int group = PhraseTree.groupOf(hit);
            switch (PHRASES.meaning(group)) {
                case NAMES_DATABASE -> database = true;
                case NAMES_DEPENDENCY -> dependency = true;
                case FAILURE -> best = Math.min(best, group);
                case NOTHING -> {}
            }
        }
        return best == PhraseTree.NONE ? FailureClass.UNKNOWN : of(PHRASES.failure(best), database, dependency);
    }

    private static FailureClass of(FailureClass told, boolean database, boolean dependency) {
        return switch (told) {
            case TIMEOUT, DEPENDENCY -> database ? FailureClass.DATABASE : told;
            case NETWORK -> database ? FailureClass.DATABASE : dependency ? FailureClass.DEPENDENCY : told;
            default -> told;
        };
    }

    /**
     * Turns the text into symbols: letters in lower case, digits, and one separator for whatever is between words. A
     * separator with {@code =}, or {@code :} right before a digit, assigns a value to the word before it.
     *
     * @return number of symbols, including start and end of the text
     */
    private int normalise(String text) {
        int read = Math.min(text.length(), MAX_LENGTH);
        int n = 0;
        symbols[n++] = PhraseTree.START;
        boolean assigned = false;
        boolean colon = false;
        boolean separated = false;
        for (int i = 0; i < read; i++) {
            byte symbol = PhraseTree.symbol(text.charAt(i));
            if (symbol != PhraseTree.SEPARATOR) {
                if (separated && n > 1) {
                    boolean value = assigned || colon && symbol < PhraseTree.FIRST_LETTER;
                    symbols[n++] = value ? PhraseTree.ASSIGNMENT : PhraseTree.SEPARATOR;
                }
                symbols[n++] = symbol;
                separated = false;
                assigned = false;
                colon = false;
            } else {
                separated = true;
                assigned |= text.charAt(i) == '=';
                colon |= text.charAt(i) == ':';
            }
        }
        symbols[n++] = PhraseTree.END;
        return n;
    }
}
