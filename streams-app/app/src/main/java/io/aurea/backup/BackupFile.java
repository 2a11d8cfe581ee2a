package io.aurea.backup;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.apache.kafka.common.TopicPartition;

/** A backup that is read. Each entry can be read more than once. */
final class BackupFile implements AutoCloseable {
    private final ZipFile zip;
    private final Manifest manifest;

    private BackupFile(ZipFile zip, Manifest manifest) {
        this.zip = zip;
        this.manifest = manifest;
    }

    /** @throws IOException when it is none, or of a format that this release does not know */
    static BackupFile open(Path file) throws IOException {
        ZipFile zip = new ZipFile(file.toFile());
        try (InputStream in = entry(zip, Manifest.ENTRY)) {
            return new BackupFile(zip, Manifest.read(in));
        } catch (IOException | RuntimeException failed) {
            zip.close();
            throw failed;
        }
    }

    Manifest manifest() {
        return manifest;
    }

    void readRecords(TopicPartition partition, PartitionFile.Taker to) throws IOException {
        try (InputStream in = entry(zip, Manifest.entryOf(partition.topic(), partition.partition()))) {
            PartitionFile.read(in, to);
        }
    }

    /** Takes the rows of a table, as CSV with a header. */
    @FunctionalInterface
    interface Rows {
        void take(InputStream rows) throws IOException, SQLException;
    }

    void readTable(String table, Rows to) throws IOException, SQLException {
        try (InputStream in = entry(zip, Manifest.entryOf(table))) {
            to.take(in);
        }
    }

    private static InputStream entry(ZipFile zip, String name) throws IOException {
        ZipEntry entry = zip.getEntry(name);
        if (entry == null) {
            throw new IOException("it has no " + name);
        }
        return zip.getInputStream(entry);
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }
}
