package io.aurea.status;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * The last events, numbered from 1, for all streams together: a stream that cannot keep up misses some and is told so, and
 * holds up nobody. Thread-safe.
 */
final class EventBuffer {

    /**
     * @param type cycle, pattern, goal, decision or learning
     * @param data one line of JSON
     */
    record Event(long number, String type, String tenant, String data) {}

    /** What has come after a number. */
    record Batch(boolean missed, List<Event> events) {}

    private final int capacity;
    private final String name;
    private final ArrayDeque<Event> events = new ArrayDeque<>();
    private long last;
    private boolean closed;

    /** @param name unlike that of any other log, so that nobody goes on here with a number from there */
    EventBuffer(int capacity, String name) {
        this.capacity = capacity;
        this.name = name;
    }

    synchronized void add(String type, String tenant, String data) {
        if (events.size() == capacity) {
            events.removeFirst();
        }
        events.addLast(new Event(++last, type, tenant, data));
        notifyAll();
    }

    synchronized long last() {
        return last;
    }

    /** What comes after this number: at once, or within the time; nothing when nothing came. */
    synchronized Batch after(long number, long timeoutMs) throws InterruptedException {
        long deadline = System.nanoTime() + timeoutMs * 1_000_000;
        while (last <= number && !closed) {
            long left = (deadline - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                return new Batch(false, List.of());
            }
            wait(left);
        }
        long first = last - events.size() + 1;
        List<Event> fresh = new ArrayList<>();
        for (Event e : events) {
            if (e.number > number) {
                fresh.add(e);
            }
        }
        return new Batch(number + 1 < first, fresh);
    }

    /** Ends every stream. */
    synchronized void close() {
        closed = true;
        notifyAll();
    }

    synchronized boolean isClosed() {
        return closed;
    }

    /** How a stream names an event. */
    String idOf(long number) {
        return name + "-" + number;
    }

    /** The number of an event that a stream has named; empty when it is none of this log. */
    synchronized OptionalLong numberOf(String id) {
        if (!id.startsWith(name + "-")) {
            return OptionalLong.empty();
        }
        try {
            long number = Long.parseLong(id.substring(name.length() + 1));
            return number >= 0 && number <= last ? OptionalLong.of(number) : OptionalLong.empty();
        } catch (NumberFormatException foreign) {
            return OptionalLong.empty();
        }
    }
}
