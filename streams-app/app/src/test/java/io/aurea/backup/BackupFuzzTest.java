package io.aurea.backup;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever the entries of a backup are, they are read, or refused with a reason. */
class BackupFuzzTest {

    static Stream<byte[]> entries() {
        ByteArrayOutputStream records = new ByteArrayOutputStream();
        try (PartitionFile.Writer writer = new PartitionFile.Writer(records)) {
            ConsumerRecord<byte[], byte[]> record = new ConsumerRecord<>("t", 0, 5, null, new byte[] {1});
            record.headers().add("h", new byte[] {2});
            writer.append(record);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        try {
            return Stream.of(
                    records.toByteArray(),
                    new Manifest(
                                    1,
                                    "2026-01-01T00:00:00Z",
                                    Map.of("a", "b"),
                                    List.of(new Manifest.BackedUpTopic("aurea.cycles", 2, Map.of())),
                                    List.of(new Manifest.CommittedOffset("g", "aurea.cycles", 0, 1, "")),
                                    List.of(new Manifest.BackedUpSchema(1, "s", "\"string\"")),
                                    "1",
                                    List.of("aurea_cycles"))
                            .toJson(),
                    "{\"format\":1}".getBytes(UTF_8));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    @MethodSource("entries")
    @Timeout(10)
    @FuzzTest
    void shouldReadAnEntryOrSayWhyNot(byte[] entry) {
        try {
            Manifest read = Manifest.read(new ByteArrayInputStream(entry));
            assertThat(Manifest.read(new ByteArrayInputStream(read.toJson()))).isEqualTo(read);
            assertThat(read.partitionsOf("aurea.cycles")).isNotNegative();
        } catch (IOException refused) {
            assertThat(refused).message().isNotBlank();
        }
        try {
            PartitionFile.read(new ByteArrayInputStream(entry), record -> assertThat(record.headers())
                    .doesNotContainNull());
        } catch (IOException refused) {
            assertThat(refused).message().isNotBlank();
        }
    }
}
