package io.aurea.cli.publish;

import io.aurea.app.AppGroup;
import io.aurea.app.AppSettings;
import io.aurea.cli.TopicReplay;
import io.aurea.cli.letters.DeadLetter;
import io.aurea.drain.LogOffsets;
import io.aurea.topic.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/** What became of lines that Kafka has stored: once the loop has read them, those among the dead letters. */
final class Aftermath {
    private static final Duration PAUSE = Duration.ofMillis(100);
    /** Clocks of brokers and of this machine may differ; letters of others do not count anyway. */
    private static final Duration SLACK = Duration.ofHours(1);

    private final AppSettings app;
    private final StoredLines lines;
    private final Instant begun;

    private long late;
    private long rejected;
    private DeadLetter first;

    /** @param begun before the first of the lines was sent */
    Aftermath(AppSettings app, StoredLines lines, Instant begun) {
        this.app = app;
        this.lines = lines;
        this.begun = begun;
    }

    /**
     * What a person should know; empty when all is well.
     *
     * @param patience how long to wait for the loop
     */
    Optional<String> report(Duration patience) throws InterruptedException {
        try {
            Optional<String> unread = awaitRead(patience);
            return unread.isPresent() ? unread : letters();
        } catch (KafkaException unknown) {
            return Optional.of("what became of the lines in the loop cannot be seen: " + unknown.getMessage());
        }
    }

    private Optional<String> awaitRead(Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        Map<TopicPartition, Long> last = lines.last();
        try (LogOffsets offsets = new LogOffsets(app.kafka(), "send-offsets");
                Admin admin = Admin.create(app.kafka().admin("send-group", Map.of()))) {
            while (!last.isEmpty()) {
                Map<TopicPartition, OffsetAndMetadata> read = offsets.committed(app.applicationId());
                last.entrySet()
                        .removeIf(line -> read.get(line.getKey()) != null
                                && read.get(line.getKey()).offset() > line.getValue());
                if (last.isEmpty()) {
                    break;
                }
                if (new AppGroup(admin, app).running().isEmpty()) {
                    return Optional.of("no app is running that would read the lines; it counts them when it starts");
                }
                if (System.nanoTime() > deadline) {
                    return Optional.of("the loop has not read all lines after " + patience.toSeconds()
                            + " s; `aurea drain` waits for it, and `aurea dead-letters list` shows what it refuses");
                }
                Thread.sleep(PAUSE.toMillis());
            }
            awaitLetters(offsets, deadline);
        }
        return Optional.empty();
    }

    /** The letters are of the same transaction as the offsets, but each partition learns by itself that it has ended. */
    private static void awaitLetters(LogOffsets offsets, long deadline) throws InterruptedException {
        List<String> topic = List.of(Topics.DEAD_LETTERS.name());
        Map<TopicPartition, Long> written = offsets.written(topic);
        while (System.nanoTime() <= deadline) {
            Map<TopicPartition, Long> readable = offsets.readable(topic);
            if (written.entrySet().stream()
                    .allMatch(end -> readable.getOrDefault(end.getKey(), 0L) >= end.getValue())) {
                return;
            }
            Thread.sleep(PAUSE.toMillis());
        }
    }

    private Optional<String> letters() {
        TopicReplay.readSince(begun.minus(SLACK), app.kafka(), "send-letters", Topics.DEAD_LETTERS.name(), record -> {
            DeadLetter letter = new DeadLetter(record);
            if (letter.topic().equals(Topics.OBSERVATIONS.name()) && isOurs(letter.place())) {
                count(letter);
            }
        });
        return first == null
                ? Optional.empty()
                : Optional.of(
                        "of the lines sent, %d are late and %d rejected by the loop; first %s: %s (`aurea dead-letters list`)"
                                .formatted(late, rejected, first.key(), first.reason()));
    }

    private boolean isOurs(String place) {
        int colon = place.indexOf(':');
        return place.matches("\\d{1,9}:\\d{1,18}")
                && lines.has(Integer.parseInt(place.substring(0, colon)), Long.parseLong(place.substring(colon + 1)));
    }

    private void count(DeadLetter letter) {
        if (letter.kind().equals("LATE")) {
            late++;
        } else {
            rejected++;
        }
        if (first == null) {
            first = letter;
        }
    }
}
