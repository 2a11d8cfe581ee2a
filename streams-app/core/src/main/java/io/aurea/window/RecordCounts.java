package io.aurea.window;

import java.nio.ByteBuffer;

/** What became of the records of one partition: read = windowed + late + rejected + ticks. Not thread-safe. */
final class RecordCounts {
    private long read;
    private long windowed;
    private long late;
    private long rejected;
    private long ticks;
    private boolean dirty;

    void windowed() {
        read();
        windowed++;
    }

    void late() {
        read();
        late++;
    }

    void rejected() {
        read();
        rejected++;
    }

    void ticked() {
        read();
        ticks++;
    }

    private void read() {
        dirty = true;
        read++;
    }

    Tally tally() {
        return new Tally(read, windowed, late, rejected, ticks);
    }

    /** Whether records came since they were stored. */
    boolean dirty() {
        return dirty;
    }

    void stored() {
        dirty = false;
    }

    void write(ByteBuffer to) {
        to.putLong(read).putLong(windowed).putLong(late).putLong(rejected).putLong(ticks);
    }

    void restore(ByteBuffer from) {
        read = from.getLong();
        windowed = from.getLong();
        late = from.getLong();
        rejected = from.getLong();
        ticks = from.getLong();
    }
}
