package io.aurea.window;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Whom the operations of a series called in one window: the first {@value #MAX} names. A name that is known is found by its
 * bytes, without an object per record. Not thread-safe.
 */
final class CalledPeers {
    static final int MAX = 32;

    /** Memory of a name beside its characters. */
    private static final int BYTES_OF_NAME = 32;

    private final List<byte[]> names = new ArrayList<>(1);
    /** Where the last one was found: a series mostly calls one. */
    private int last;

    private int bytes;

    /** Whether it takes no more memory with this name. */
    boolean holds(byte[] of, int from, int to) {
        return names.size() >= MAX || knows(of, from, to);
    }

    void add(byte[] of, int from, int to) {
        if (!holds(of, from, to)) {
            names.add(Arrays.copyOfRange(of, from, to));
            bytes += to - from + BYTES_OF_NAME;
        }
    }

    private boolean knows(byte[] of, int from, int to) {
        for (int i = 0; i < names.size(); i++) {
            int at = (last + i) % names.size();
            byte[] name = names.get(at);
            if (Arrays.equals(name, 0, name.length, of, from, to)) {
                last = at;
                return true;
            }
        }
        return false;
    }

    /** The memory they take, about. */
    int bytes() {
        return bytes;
    }

    /** In order. */
    List<String> names() {
        return names.stream()
                .map(name -> new String(name, StandardCharsets.US_ASCII))
                .sorted()
                .toList();
    }

    void write(DataOutputStream out) throws IOException {
        out.writeByte(names.size());
        for (byte[] name : names) {
            out.writeByte(name.length);
            out.write(name);
        }
    }

    static CalledPeers read(DataInputStream in) throws IOException {
        CalledPeers peers = new CalledPeers();
        int count = in.readUnsignedByte();
        for (int i = 0; i < count; i++) {
            byte[] name = new byte[in.readUnsignedByte()];
            in.readFully(name);
            peers.add(name, 0, name.length);
        }
        return peers;
    }
}
