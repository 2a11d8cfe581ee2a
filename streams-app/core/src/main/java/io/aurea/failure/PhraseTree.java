package io.aurea.failure;

import io.aurea.failure.FailurePhrases.Group;
import io.aurea.failure.FailurePhrases.Meaning;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * All phrases as one tree of symbols, with their marks checked where a phrase ends; see {@link FailurePhrases}.
 * Immutable, shared by every thread.
 */
final class PhraseTree {
    /** Digits are the symbols before it. */
    static final byte FIRST_LETTER = 10;

    static final byte SEPARATOR = 36;
    /** Same as {@link #SEPARATOR} within a phrase. */
    static final byte ASSIGNMENT = 37;

    static final byte START = 38;
    static final byte END = 39;
    /** A non-ASCII letter: part of a word, but in no phrase. */
    private static final byte OTHER_LETTER = 40;

    private static final int SYMBOLS = 40;

    static final int NONE = Integer.MAX_VALUE;
    static final long NO_HIT = -1;

    private static final int FREE_RIGHT = 1;
    private static final int NO_SETTING = 2;
    private static final int VALUE_LEFT = 4;

    private static final byte[] ASCII = new byte[128];

    static {
        Arrays.fill(ASCII, SEPARATOR);
        for (int i = 0; i < 10; i++) {
            ASCII['0' + i] = (byte) i;
        }
        for (int i = 0; i < 26; i++) {
            ASCII['a' + i] = (byte) (FIRST_LETTER + i);
            ASCII['A' + i] = (byte) (FIRST_LETTER + i);
        }
    }

    private final Group[] groups;
    /** Next node by node and symbol; 0 for none. */
    private char[] next = new char[4096 * SYMBOLS];
    /** Phrase that ends at a node, from 1; 0 for none. */
    private short[] phraseAt = new short[4096];

    private int nodes = 2;
    private final List<Integer> groupOfPhrase = new ArrayList<>();
    private final List<Integer> marksOfPhrase = new ArrayList<>();
    private int[] groupOf;
    private int[] marksOf;

    /** Root of the phrases that begin at a word; the other root is for those that may begin within one. */
    private static final int AT_WORD = 0;

    private static final int WITHIN_WORD = 1;

    private PhraseTree(List<Group> groups) {
        this.groups = groups.toArray(Group[]::new);
    }

    static PhraseTree of(List<Group> groups) {
        PhraseTree tree = new PhraseTree(groups);
        for (int g = 0; g < groups.size(); g++) {
            for (String phrase : groups.get(g).phrases()) {
                tree.add(phrase, g);
            }
        }
        tree.groupOf = tree.groupOfPhrase.stream().mapToInt(Integer::intValue).toArray();
        tree.marksOf = tree.marksOfPhrase.stream().mapToInt(Integer::intValue).toArray();
        return tree;
    }

    static byte symbol(char c) {
        if (c < 128) {
            return ASCII[c];
        }
        return Character.isLetter(c) ? OTHER_LETTER : SEPARATOR;
    }

    private void add(String marked, int group) {
        char first = marked.charAt(0);
        char last = marked.charAt(marked.length() - 1);
        int from = "*^:".indexOf(first) < 0 ? 0 : 1;
        int to = marked.length() - ("*$~".indexOf(last) < 0 ? 0 : 1);
        int node = first == '*' ? WITHIN_WORD : first == '^' ? child(AT_WORD, START) : AT_WORD;
        for (int i = from; i < to; i++) {
            node = child(node, symbol(marked.charAt(i)));
        }
        int marks = first == ':' ? VALUE_LEFT : 0;
        switch (last) {
            case '*' -> marks |= FREE_RIGHT;
            case '~' -> marks |= NO_SETTING;
            case '$' -> {
                node = child(node, END);
                marks |= FREE_RIGHT;
            }
            default -> {}
        }
        if (phraseAt[node] != 0) {
            throw new IllegalArgumentException("the phrase '" + marked + "' is listed twice");
        }
        groupOfPhrase.add(group);
        marksOfPhrase.add(marks);
        phraseAt[node] = (short) groupOfPhrase.size();
    }

    private int child(int node, byte symbol) {
        int at = node * SYMBOLS + symbol;
        if (next[at] == 0) {
            if (nodes == phraseAt.length) {
                next = Arrays.copyOf(next, 2 * next.length);
                phraseAt = Arrays.copyOf(phraseAt, 2 * phraseAt.length);
            }
            next[at] = (char) nodes++;
        }
        return next[at];
    }

    /** The longest phrase that begins at this symbol, as {@link #endOf} and {@link #groupOf}, or {@link #NO_HIT}. */
    long longestAt(byte[] symbols, int from, int length) {
        byte before = from == 0 ? START : symbols[from - 1];
        long hit = longest(WITHIN_WORD, symbols, from, length, before);
        if (isBoundary(before)) {
            long atWord = longest(AT_WORD, symbols, from, length, before);
            // Compares where both end, which is in the upper half.
            hit = Math.max(hit, atWord);
        }
        return hit;
    }

    private long longest(int root, byte[] symbols, int from, int length, byte before) {
        long hit = NO_HIT;
        int node = root;
        for (int i = from; i < length; i++) {
            byte symbol = symbols[i] == ASSIGNMENT ? SEPARATOR : symbols[i];
            if (symbol == OTHER_LETTER) {
                break;
            }
            node = next[node * SYMBOLS + symbol];
            if (node == 0) {
                break;
            }
            int phrase = phraseAt[node];
            if (phrase != 0 && fits(marksOf[phrase - 1], before, i + 1 < length ? symbols[i + 1] : END)) {
                hit = (long) (i + 1) << Integer.SIZE | groupOf[phrase - 1];
            }
        }
        return hit;
    }

    private static boolean fits(int marks, byte before, byte after) {
        if ((marks & VALUE_LEFT) != 0 && before != ASSIGNMENT) {
            return false;
        }
        if ((marks & FREE_RIGHT) != 0) {
            return true;
        }
        if ((marks & NO_SETTING) != 0 && after == ASSIGNMENT) {
            return false;
        }
        return isBoundary(after);
    }

    private static boolean isBoundary(byte symbol) {
        return symbol >= SEPARATOR && symbol != OTHER_LETTER;
    }

    static int endOf(long hit) {
        return (int) (hit >>> Integer.SIZE);
    }

    static int groupOf(long hit) {
        return (int) hit;
    }

    Meaning meaning(int group) {
        return groups[group].meaning();
    }

    FailureClass failure(int group) {
        return groups[group].failure();
    }
}
