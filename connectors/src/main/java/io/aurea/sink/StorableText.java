package io.aurea.sink;

/**
 * Text as PostgreSQL stores it: it takes neither U+0000 nor half of a surrogate pair, and would refuse the row, and with it every
 * later state of what the row is about. Both become U+FFFD, the replacement character.
 */
final class StorableText {
    private static final char REPLACEMENT = '\uFFFD';
    private static final int ESCAPE = 6;

    private StorableText() {}

    static String of(String text) {
        StringBuilder changed = null;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (c == 0 || Character.isSurrogate(c)) {
                changed = changed == null ? new StringBuilder(text) : changed;
                changed.setCharAt(i, REPLACEMENT);
            }
        }
        return changed == null ? text : changed.toString();
    }

    /** The same for JSON, whose strings may have these characters as escapes, too. */
    static String ofJson(String json) {
        String text = of(json);
        if (!text.contains("\\u")) {
            return text;
        }
        StringBuilder changed = new StringBuilder(text);
        for (int i = 0; i + 1 < changed.length(); i++) {
            if (changed.charAt(i) != '\\') {
                continue;
            }
            int code = escaped(changed, i);
            if (code < 0) {
                i++;
            } else if (Character.isHighSurrogate((char) code)
                    && escaped(changed, i + ESCAPE) >= 0
                    && Character.isLowSurrogate((char) escaped(changed, i + ESCAPE))) {
                i += 2 * ESCAPE - 1;
            } else {
                if (code == 0 || Character.isSurrogate((char) code)) {
                    changed.replace(i, i + ESCAPE, "\\ufffd");
                }
                i += ESCAPE - 1;
            }
        }
        return changed.toString();
    }

    /** The character that is escaped by its number at this place; -1 if none is. */
    private static int escaped(CharSequence json, int at) {
        if (at + ESCAPE > json.length() || json.charAt(at) != '\\' || json.charAt(at + 1) != 'u') {
            return -1;
        }
        int code = 0;
        for (int i = at + 2; i < at + ESCAPE; i++) {
            int digit = Character.digit(json.charAt(i), 16);
            if (digit < 0) {
                return -1;
            }
            code = code << 4 | digit;
        }
        return code;
    }
}
