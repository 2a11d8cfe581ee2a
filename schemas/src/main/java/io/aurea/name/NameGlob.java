package io.aurea.name;

import java.util.List;
import java.util.stream.Stream;

/**
 * A pattern of names: {@code *} stands for any run of characters, including none, anything else for itself; the case of
 * ASCII letters does not matter.
 */
public record NameGlob(String text) {

    public NameGlob {
        if (text.isEmpty()) {
            throw new IllegalArgumentException("a glob is empty; allowed: a name, * for any run of characters");
        }
    }

    /** The globs for these texts, in this order. */
    public static List<NameGlob> all(String... texts) {
        return Stream.of(texts).map(NameGlob::new).toList();
    }

    /** Whether one of the globs matches. */
    public static boolean any(List<NameGlob> globs, String name) {
        for (NameGlob glob : globs) {
            if (glob.matches(name)) {
                return true;
            }
        }
        return false;
    }

    /** On a mismatch only the last star takes one more character: at worst glob length times name length. */
    public boolean matches(String name) {
        int g = 0;
        int n = 0;
        int star = -1;
        int resume = 0;
        while (n < name.length()) {
            if (g < text.length() && text.charAt(g) == '*') {
                star = g++;
                resume = n;
            } else if (g < text.length() && lower(text.charAt(g)) == lower(name.charAt(n))) {
                g++;
                n++;
            } else if (star >= 0) {
                g = star + 1;
                n = ++resume;
            } else {
                return false;
            }
        }
        while (g < text.length() && text.charAt(g) == '*') {
            g++;
        }
        return g == text.length();
    }

    private static char lower(char c) {
        return c >= 'A' && c <= 'Z' ? (char) (c + ('a' - 'A')) : c;
    }

    @Override
    public String toString() {
        return text;
    }
}
