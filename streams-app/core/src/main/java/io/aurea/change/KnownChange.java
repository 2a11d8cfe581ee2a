package io.aurea.change;

import io.aurea.schema.Change;
import io.aurea.schema.Trend;
import io.aurea.state.Codec;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/**
 * A change that somebody made.
 *
 * @param source what was changed
 * @param name of the EVENT series
 * @param atMs when, epoch milliseconds
 * @param version what is there now; null if not told, as are the others
 */
public record KnownChange(
        String source,
        String name,
        ChangeKind kind,
        long atMs,
        String version,
        String versionBefore,
        String who,
        String link) {

    static final Codec<KnownChange> CODEC = Codec.of(1, KnownChange::write, KnownChange::read);

    /** The last change of an EVENT series in a window; at its start, if it does not say when. */
    static KnownChange of(Trend event, ChangeKind kind) {
        Change said = event.getChange();
        return said == null
                ? new KnownChange(
                        event.getSource(),
                        event.getName(),
                        kind,
                        event.getWindowStart().toEpochMilli(),
                        null,
                        null,
                        null,
                        null)
                : new KnownChange(
                        event.getSource(),
                        event.getName(),
                        kind,
                        said.getAt().toEpochMilli(),
                        ChangeText.clean(said.getVersion()),
                        ChangeText.clean(said.getVersionBefore()),
                        ChangeText.clean(said.getWho()),
                        ChangeText.clean(said.getLink()));
    }

    /** For a person: {@code deployment of cart, 1.4 -> 1.5, by anna}. */
    public String inWords() {
        StringBuilder words =
                new StringBuilder(kind.text().replace('_', ' ')).append(" of ").append(source);
        if (version != null) {
            words.append(", ")
                    .append(versionBefore == null ? "" : versionBefore + " -> ")
                    .append(version);
        }
        return who == null
                ? words.toString()
                : words.append(", by ").append(who).toString();
    }

    private void write(DataOutputStream out) throws IOException {
        out.writeUTF(source);
        out.writeUTF(name);
        out.writeUTF(kind.text());
        out.writeLong(atMs);
        for (String text : new String[] {version, versionBefore, who, link}) {
            out.writeBoolean(text != null);
            if (text != null) {
                out.writeUTF(text);
            }
        }
    }

    private static KnownChange read(DataInputStream in) throws IOException {
        String source = in.readUTF();
        String name = in.readUTF();
        String kind = in.readUTF();
        return new KnownChange(
                source,
                name,
                ChangeKind.of(kind).orElseThrow(() -> new IllegalArgumentException("no kind of change: " + kind)),
                in.readLong(),
                text(in),
                text(in),
                text(in),
                text(in));
    }

    private static String text(DataInputStream in) throws IOException {
        return in.readBoolean() ? in.readUTF() : null;
    }
}
