package io.aurea.decision;

import io.aurea.guard.Sight;
import io.aurea.state.Codec;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * One onset of a symptom and what was done about it; ends with the symptom. Immutable.
 *
 * @param onsetAtMs when the symptom set on, epoch milliseconds
 * @param lastDecision id of the last decision submitted for approval or dispatched; empty without one
 * @param open whether that decision still awaits approval, is being carried out or settling
 * @param attempt dispatches so far
 * @param tried number of dispatches and expired approvals by {@link #what}
 * @param refused actions that a person rejected, by {@link #what}
 * @param suppressed published denials, at most {@link #MAX_SUPPRESSED}
 * @param story how the attempts ended, oldest first, at most {@link #MAX_STORY}
 * @param escalated whether a person has been called
 * @param sight what the last window shows of the symptom
 * @param onsets onsets of the symptom within the flap window
 */
record Treatment(
        long onsetAtMs,
        String lastDecision,
        boolean open,
        int attempt,
        Map<String, Integer> tried,
        List<String> refused,
        List<String> suppressed,
        List<String> story,
        boolean escalated,
        Sight sight,
        int onsets) {
    static final int MAX_SUPPRESSED = 32;
    static final int MAX_STORY = 12;

    static final Codec<Treatment> CODEC = Codec.of(1, Treatment::write, Treatment::read);

    Treatment {
        tried = Collections.unmodifiableMap(new TreeMap<>(tried));
        refused = List.copyOf(new TreeSet<>(refused));
        suppressed = List.copyOf(new TreeSet<>(suppressed));
        story = List.copyOf(story);
    }

    static Treatment begun(long onsetAtMs) {
        return new Treatment(onsetAtMs, "", false, 0, Map.of(), List.of(), List.of(), List.of(), false, Sight.NONE, 0);
    }

    /**
     * What was done about symptoms that belong together, as one.
     *
     * @param all at least one
     */
    static Treatment together(List<Treatment> all) {
        if (all.size() == 1) {
            return all.get(0);
        }
        Draft draft = new Draft(begun(Long.MAX_VALUE));
        for (Treatment each : all) {
            draft.onsetAtMs = Math.min(draft.onsetAtMs, each.onsetAtMs);
            draft.lastDecision = later(draft.lastDecision, each.lastDecision);
            draft.open |= each.open;
            draft.attempt += each.attempt;
            each.tried.forEach((what, times) -> draft.tried.merge(what, times, Integer::sum));
            draft.refused.addAll(each.refused);
            draft.suppressed.addAll(each.suppressed);
            draft.story.addAll(each.story);
            draft.escalated |= each.escalated;
        }
        draft.story.subList(0, Math.max(0, draft.story.size() - MAX_STORY)).clear();
        return draft.done();
    }

    /** Decisions are numbered in the order in which they are made. */
    private static String later(String one, String other) {
        return number(other) > number(one) ? other : one;
    }

    private static long number(String decision) {
        return decision.isEmpty() ? -1 : Long.parseLong(decision.substring(decision.indexOf('-') + 1));
    }

    /** The same, with what is of one symptom alone taken from that one. */
    Treatment about(Treatment own) {
        return with(d -> {
            d.onsetAtMs = own.onsetAtMs;
            d.sight = own.sight;
            d.onsets = own.onsets;
        });
    }

    /** Key by which an action on a target is counted. */
    static String what(String action, String target) {
        return action + '@' + target;
    }

    Treatment seen(Sight now, int onsetsNow) {
        return sight == now && onsets == onsetsNow
                ? this
                : with(d -> {
                    d.sight = now;
                    d.onsets = onsetsNow;
                });
    }

    /** The symptom went and came back while a decision was still open: the count of attempts continues. */
    Treatment again(long onset) {
        return with(d -> d.onsetAtMs = onset);
    }

    Treatment opened(String decision) {
        return with(d -> {
            d.lastDecision = decision;
            d.open = true;
        });
    }

    Treatment dispatched(String what) {
        return with(d -> {
            d.attempt++;
            d.tried.merge(what, 1, Integer::sum);
        });
    }

    /** The approval expired: it counts as an attempt, so that it is not requested for ever. */
    Treatment unanswered(String what) {
        return with(d -> d.tried.merge(what, 1, Integer::sum));
    }

    Treatment closed(String how) {
        return with(d -> {
            d.open = false;
            d.story.add(how);
            d.story.subList(0, Math.max(0, d.story.size() - MAX_STORY)).clear();
        });
    }

    Treatment refusedBy(String what) {
        return with(d -> d.refused.add(what));
    }

    Treatment suppressed(String denial) {
        return with(d -> d.suppressed.add(denial));
    }

    Treatment calledAPerson() {
        return with(d -> d.escalated = true);
    }

    /** Whether a denial needs no record: it was published for this onset, or there are too many already. */
    boolean knows(String denial) {
        return suppressed.contains(denial) || suppressed.size() >= MAX_SUPPRESSED;
    }

    int tried(String what) {
        return tried.getOrDefault(what, 0);
    }

    private Treatment with(Consumer<Draft> change) {
        Draft draft = new Draft(this);
        change.accept(draft);
        return draft.done();
    }

    /** What a change is made in: the one place that copies an treatment. */
    private static final class Draft {
        private long onsetAtMs;
        private String lastDecision;
        private boolean open;
        private int attempt;
        private final Map<String, Integer> tried;
        private final List<String> refused;
        private final List<String> suppressed;
        private final List<String> story;
        private boolean escalated;
        private Sight sight;
        private int onsets;

        Draft(Treatment i) {
            onsetAtMs = i.onsetAtMs;
            lastDecision = i.lastDecision;
            open = i.open;
            attempt = i.attempt;
            tried = new TreeMap<>(i.tried);
            refused = new ArrayList<>(i.refused);
            suppressed = new ArrayList<>(i.suppressed);
            story = new ArrayList<>(i.story);
            escalated = i.escalated;
            sight = i.sight;
            onsets = i.onsets;
        }

        Treatment done() {
            return new Treatment(
                    onsetAtMs,
                    lastDecision,
                    open,
                    attempt,
                    tried,
                    refused,
                    suppressed,
                    story,
                    escalated,
                    sight,
                    onsets);
        }
    }

    private static void write(Treatment i, DataOutputStream out) throws IOException {
        out.writeLong(i.onsetAtMs);
        out.writeUTF(i.lastDecision);
        out.writeBoolean(i.open);
        out.writeInt(i.attempt);
        out.writeInt(i.tried.size());
        for (Map.Entry<String, Integer> e : i.tried.entrySet()) {
            out.writeUTF(e.getKey());
            out.writeInt(e.getValue());
        }
        write(i.refused, out);
        write(i.suppressed, out);
        write(i.story, out);
        out.writeBoolean(i.escalated);
        out.writeUTF(i.sight.name());
        out.writeInt(i.onsets);
    }

    private static Treatment read(DataInputStream in) throws IOException {
        long onsetAt = in.readLong();
        String last = in.readUTF();
        boolean open = in.readBoolean();
        int attempt = in.readInt();
        Map<String, Integer> tried = new TreeMap<>();
        for (int n = in.readInt(); n > 0; n--) {
            tried.put(in.readUTF(), in.readInt());
        }
        return new Treatment(
                onsetAt,
                last,
                open,
                attempt,
                tried,
                texts(in),
                texts(in),
                texts(in),
                in.readBoolean(),
                Sight.valueOf(in.readUTF()),
                in.readInt());
    }

    private static void write(List<String> texts, DataOutputStream out) throws IOException {
        out.writeInt(texts.size());
        for (String text : texts) {
            out.writeUTF(text);
        }
    }

    private static List<String> texts(DataInputStream in) throws IOException {
        List<String> texts = new ArrayList<>();
        for (int n = in.readInt(); n > 0; n--) {
            texts.add(in.readUTF());
        }
        return texts;
    }
}
