package io.aurea.status;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * The last events, numbered from 1, shared by all streams: a stream that cannot keep up misses some and is notified,
 * and blocks nobody. Thread-safe.
 */
final class EventBuffer {

    /**
     * @param type cycle, pattern, goal, decision or learning
     * @param data one line of JSON
     */
    record Event(long number, String type, String tenant, String data) {}

    /** The events after a number. */
    record Batch(boolean missed, List<Event> events) {}

    private final int capacity;
    private final String name;
    private final ArrayDeque<Event> events = new ArrayDeque<>();
    private long last;
    private boolean closed;

    /** @param name unique, so that nobody resumes here with a number from another log */
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

    /** The events after this number, immediately or within the time; none if there were none. */
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

    /** The id of an event in a stream. */
    String idOf(long number) {
        return name + "-" + number;
    }

    /** The number of an event by its id; empty if it is not from this log. */
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
