package io.aurea.policy;

import java.util.Collection;
import java.util.Optional;

/** Suggests the name that somebody probably meant. */
final class ClosestName {

    private ClosestName() {}

    /** The known word with the fewest edits from the given one, if at most a third of its letters, or two. */
    static Optional<String> to(String word, Collection<String> known) {
        String nearest = null;
        int fewest = Math.max(Math.min(2, word.length() / 2), word.length() / 3) + 1;
        for (String candidate : known) {
            // A text may be as long as the file.
            if (Math.abs(word.length() - candidate.length()) >= fewest) {
                continue;
            }
            int edits = edits(word, candidate);
            if (edits < fewest) {
                fewest = edits;
                nearest = candidate;
            }
        }
        return Optional.ofNullable(nearest);
    }

    /** V. I. Levenshtein's distance: letters inserted, deleted or replaced. */
    private static int edits(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
