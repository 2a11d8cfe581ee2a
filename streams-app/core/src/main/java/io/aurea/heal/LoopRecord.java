package io.aurea.heal;

import io.aurea.autonomy.AutonomySettings.FloorSettings;
import io.aurea.autonomy.Floor;
import io.aurea.state.Codec;
import io.aurea.state.Ring;
import io.aurea.state.StoredMap;
import java.util.Arrays;
import java.util.List;

/**
 * The results of the last {@link #SIZE} actions and rejections of one tenant's loop, for its service levels, and the
 * test of whether it keeps its level.
 */
public final class LoopRecord {
    /** Actions remembered. */
    public static final int SIZE = 100;

    /** Recent judged actions reported with the loss of a level. */
    private static final int LATELY = 20;

    private static final String ONLY = "";

    /**
     * One action, or one rejection.
     *
     * @param symptom the symptom it responded to
     * @param judged whether it was judged by the symptom
     * @param verified whether the symptom went
     * @param falseFire whether a person rejected it, or the symptom was gone before it could have worked
     * @param recurred for a verified one, whether the symptom was back within the recurrence time
     * @param endedAtMs epoch milliseconds
     * @param timeToDetectMs from the onset to the first decision on it, [0, ..); -1 for a later attempt
     * @param timeToHealMs from the onset to the verified end; -1 if not verified
     */
    public record Entry(
            String symptom,
            boolean judged,
            boolean verified,
            boolean falseFire,
            boolean recurred,
            long endedAtMs,
            long timeToDetectMs,
            long timeToHealMs) {
        static final Codec<Entry> CODEC = Codec.of(
                1,
                (e, out) -> {
                    out.writeUTF(e.symptom);
                    out.writeBoolean(e.judged);
                    out.writeBoolean(e.verified);
                    out.writeBoolean(e.falseFire);
                    out.writeBoolean(e.recurred);
                    out.writeLong(e.endedAtMs);
                    out.writeLong(e.timeToDetectMs);
                    out.writeLong(e.timeToHealMs);
                },
                in -> new Entry(
                        in.readUTF(),
                        in.readBoolean(),
                        in.readBoolean(),
                        in.readBoolean(),
                        in.readBoolean(),
                        in.readLong(),
                        in.readLong(),
                        in.readLong()));

        private Entry again() {
            return new Entry(symptom, judged, verified, falseFire, true, endedAtMs, timeToDetectMs, timeToHealMs);
        }
    }

    private final Ring<Entry> entries;
    private final StoredMap<Floor> floor;

    public LoopRecord(char entriesLetter, char floorLetter) {
        entries = new Ring<>(entriesLetter, SIZE, Entry.CODEC);
        floor = new StoredMap<>(floorLetter, Floor.CODEC);
    }

    public List<StoredMap<?>> parts() {
        return List.of(entries.stored(), floor);
    }

    public void add(Entry entry) {
        entries.add(entry);
    }

    /** Actions and rejections so far. */
    public long count() {
        return entries.count();
    }

    /** A symptom has set on: its verified end within the recurrence time has not lasted. */
    public void onset(String symptom, long atMs, HealSettings settings) {
        for (long n = entries.count(); n >= entries.first(); n--) {
            Entry e = entries.get(n);
            if (e.symptom.equals(symptom)
                    && e.verified
                    && !e.recurred
                    && atMs <= e.endedAtMs + settings.recurrenceMs()) {
                entries.replace(n, e.again());
                return;
            }
        }
    }

    public ServiceLevels levels() {
        List<Entry> all = entries.all();
        List<Entry> verified = all.stream().filter(Entry::verified).toList();
        List<Entry> judged = all.stream().filter(Entry::judged).toList();
        return new ServiceLevels(
                judged.size(),
                share(verified.size(), judged.size()),
                share(all.stream().filter(Entry::falseFire).count(), all.size()),
                share(verified.stream().filter(Entry::recurred).count(), verified.size()),
                median(judged.stream()
                        .mapToLong(Entry::timeToDetectMs)
                        .filter(ms -> ms >= 0)
                        .toArray()),
                median(verified.stream().mapToLong(Entry::timeToHealMs).toArray()));
    }

    /** Counts an action judged at a level that can be lost. */
    public void watch(boolean verified, FloorSettings settings) {
        floor.put(ONLY, floor.getOrDefault(ONLY, Floor.of(settings)).after(verified, settings));
    }

    /** The evidence for losing a level, or null. */
    public Floor.Fall fall(FloorSettings settings) {
        if (!floor.getOrDefault(ONLY, Floor.of(settings)).undercut(settings)) {
            return null;
        }
        List<Entry> judged = entries.all().stream().filter(Entry::judged).toList();
        judged = judged.subList(Math.max(0, judged.size() - LATELY), judged.size());
        if (judged.isEmpty()) {
            // The evidence outlives the entries; after a change of the limit, they do not support a fall.
            return null;
        }
        long verified = judged.stream().filter(Entry::verified).count();
        return new Floor.Fall(
                (double) verified / judged.size(), judged.size(), settings.verifiedRate(), settings.error());
    }

    /** The evidence has had its consequence; the next fall needs new evidence. */
    public void fallen() {
        floor.remove(ONLY);
    }

    private static Double share(long part, long whole) {
        return whole == 0 ? null : (double) part / whole;
    }

    private static Double median(long[] values) {
        if (values.length == 0) {
            return null;
        }
        Arrays.sort(values);
        int middle = values.length / 2;
        return values.length % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2.0;
    }
}
