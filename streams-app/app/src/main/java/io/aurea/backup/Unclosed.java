package io.aurea.backup;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** A part of a stream that goes on after it. */
final class Unclosed extends FilterOutputStream {

    Unclosed(OutputStream whole) {
        super(whole);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
        out.write(bytes, from, length);
    }

    @Override
    public void close() throws IOException {
        flush();
    }
}
