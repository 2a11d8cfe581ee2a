package io.aurea.cli.publish;

import io.aurea.app.AppSettings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * Splits a stream into lines of UTF-8 text without creating an object for each: a cursor that {@link #next} advances. A
 * line that is too long or not UTF-8 has a {@link #defect} instead of text; reading continues after it. Lines end with
 * LF or CRLF; the last one may lack it. Not thread-safe.
 */
public final class LineReader {

    /**
     * The longest line accepted, in bytes without its end: observe's limit, since a record is shorter than its line.
     */
    static final int LONGEST = AppSettings.RECORD_MAX_BYTES_DEFAULT;

    private static final int CHUNK = 1 << 16;
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private final InputStream in;
    private final byte[] bytes = new byte[LONGEST + 2 + CHUNK];
    private final CharBuffer text = CharBuffer.allocate(LONGEST);
    private final CharsetDecoder decoder = StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    private int start;
    private int end;
    private long number;
    private String defect;

    public LineReader(InputStream in) {
        this.in = in;
    }

    /** Moves to the next line and returns whether there is one. */
    public boolean next() throws IOException {
        int scanned = start;
        boolean tooLong = false;
        while (true) {
            for (int i = scanned; i < end; i++) {
                if (bytes[i] == '\n') {
                    return line(i, i + 1, tooLong);
                }
            }
            if (end - start > LONGEST + 1) {
                tooLong = true;
                start = end;
            }
            scanned = end;
            if (bytes.length - end < CHUNK) {
                System.arraycopy(bytes, start, bytes, 0, end - start);
                end -= start;
                scanned -= start;
                start = 0;
            }
            int read = in.read(bytes, end, CHUNK);
            if (read < 0) {
                return (end > start || tooLong) && line(end, end, tooLong);
            }
            end += read;
        }
    }

    private boolean line(int lineEnd, int nextStart, boolean tooLong) {
        int length = lineEnd - start;
        if (length > 0 && bytes[lineEnd - 1] == '\r') {
            length--;
        }
        number++;
        text.clear();
        if (tooLong || length > LONGEST) {
            defect = "longer than %d bytes".formatted(LONGEST);
        } else {
            ByteBuffer line = ByteBuffer.wrap(bytes, start, length);
            decoder.reset();
            defect = decoder.decode(line, text, true).isError()
                    ? "not UTF-8 at byte %d".formatted(line.position() - start + 1)
                    : null;
        }
        text.flip();
        if (number == 1 && text.hasRemaining() && text.get(0) == BYTE_ORDER_MARK) {
            text.position(1);
        }
        start = nextStart;
        return true;
    }

    /** Number of the current line, from 1. */
    public long number() {
        return number;
    }

    /** Why the current line has no text; null when it has. */
    public String defect() {
        return defect;
    }

    /** The current line, valid until {@link #next} is called. */
    public CharBuffer text() {
        return text;
    }
}
