package io.aurea.local;

/** Told one line a person can read per step of a start. Called from several threads, one line at a time. */
@FunctionalInterface
public interface StartProgress {
    StartProgress SILENT = line -> {};

    void report(String line);
}
