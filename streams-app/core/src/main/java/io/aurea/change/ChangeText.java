package io.aurea.change;

import io.aurea.schema.Change;
import io.aurea.schema.Observation;
import java.time.Instant;
import java.util.Map;

/** What the attributes of an EVENT say of a change. */
public final class ChangeText {
    private static final int MAX_TEXT = 128;

    private ChangeText() {}

    /** @return null if no attribute says anything */
    public static Change of(Observation event) {
        Map<String, String> a = event.getAttributes();
        if (a.isEmpty()) {
            return null;
        }
        Change change = new Change(
                ChangeKind.of(a.getOrDefault("change", ""))
                        .map(ChangeKind::text)
                        .orElse(""),
                Instant.EPOCH,
                clean(a.getOrDefault("version", a.get("release"))),
                clean(a.get("version_before")),
                clean(a.get("who")),
                clean(a.get("link")));
        boolean says = !change.getKind().isEmpty()
                || change.getVersion() != null
                || change.getVersionBefore() != null
                || change.getWho() != null
                || change.getLink() != null;
        return says ? change : null;
    }

    /** Short enough to be kept, and without what would move the cursor of a terminal; null if nothing is left. */
    static String clean(String text) {
        if (text == null) {
            return null;
        }
        String line = text.replaceAll("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]", " ").strip();
        if (line.isEmpty()) {
            return null;
        }
        int end = line.offsetByCodePoints(0, Math.min(MAX_TEXT, line.codePointCount(0, line.length())));
        return line.substring(0, end);
    }
}
