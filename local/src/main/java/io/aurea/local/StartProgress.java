package io.aurea.local;

/** Gets one readable line per step of a start. Called from several threads, one line at a time. */
@FunctionalInterface
public interface StartProgress {
    StartProgress SILENT = line -> {};

    void report(String line);
}
