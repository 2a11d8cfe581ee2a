package io.aurea.autonomy;

/** Somebody told the loop to hold still. */
public record Pause(String by, long sinceMs, String reason) {}
