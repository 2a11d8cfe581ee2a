package io.aurea.cli.publish;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class LineReaderTest {

    @Test
    void shouldTakeEitherLineEndAndNoneAtTheEnd() throws IOException {
        assertThat(read(utf8("a\nb\r\n\nc"))).containsExactly("1 a", "2 b", "3 ", "4 c");
    }

    @Test
    void shouldFindNoLineInNothing() throws IOException {
        assertThat(read(utf8(""))).isEmpty();
    }

    @Test
    void shouldNotReturnAnEmptyLineAfterTheLastEnd() throws IOException {
        assertThat(read(utf8("a\n"))).containsExactly("1 a");
    }

    @Test
    void shouldSkipAByteOrderMark() throws IOException {
        assertThat(read(utf8("\uFEFFa\n\uFEFFb"))).containsExactly("1 a", "2 \uFEFFb");
    }

    @Test
    void shouldNameBadBytesAndGoOn() throws IOException {
        byte[] lines = {'a', 'b', (byte) 0xC3, '\n', (byte) 0xC0, (byte) 0x80, '\n', 'c'};

        assertThat(read(lines)).containsExactly("1! not UTF-8 at byte 3", "2! not UTF-8 at byte 1", "3 c");
    }

    @Test
    void shouldRefuseALineThatIsTooLongAndGoOn() throws IOException {
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        lines.write("x".repeat(LineReader.LONGEST).getBytes(StandardCharsets.US_ASCII));
        lines.write('\n');
        lines.write("y".repeat(LineReader.LONGEST + 1).getBytes(StandardCharsets.US_ASCII));
        lines.write('\n');
        lines.write("z".repeat(3 * LineReader.LONGEST).getBytes(StandardCharsets.US_ASCII));
        lines.write("\nend".getBytes(StandardCharsets.US_ASCII));

        List<String> read = read(lines.toByteArray());

        assertThat(read.get(0)).hasSize(LineReader.LONGEST + 2);
        assertThat(read.subList(1, read.size()))
                .containsExactly("2! longer than 65536 bytes", "3! longer than 65536 bytes", "4 end");
    }

    @Property(tries = 200)
    void shouldReadTheSameInPiecesOfAnySize(
            @ForAll @Size(max = 50) List<@IntRange(max = 30_000) Integer> lengths, @ForAll @IntRange(min = 1) int piece)
            throws IOException {
        List<String> lines = new ArrayList<>();
        lengths.forEach(length -> lines.add("é".repeat(length)));

        List<String> read = read(new Pieces(utf8(String.join("\n", lines) + "\n"), piece));

        List<String> expected = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            expected.add(i + 1 + " " + lines.get(i));
        }
        assertThat(read).isEqualTo(expected.isEmpty() ? List.of("1 ") : expected);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static List<String> read(byte[] bytes) throws IOException {
        return read(new ByteArrayInputStream(bytes));
    }

    private static List<String> read(InputStream in) throws IOException {
        LineReader reader = new LineReader(in);
        List<String> lines = new ArrayList<>();
        while (reader.next()) {
            lines.add(
                    reader.defect() == null
                            ? reader.number() + " " + reader.text()
                            : reader.number() + "! " + reader.defect());
        }
        return lines;
    }

    /** Returns a limited number of bytes at a time, as a pipe may. */
    private static final class Pieces extends ByteArrayInputStream {
        private final int piece;

        Pieces(byte[] bytes, int piece) {
            super(bytes);
            this.piece = piece;
        }

        @Override
        public synchronized int read(byte[] target, int offset, int length) {
            return super.read(target, offset, Math.min(piece, length));
        }
    }
}
