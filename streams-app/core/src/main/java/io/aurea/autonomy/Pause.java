package io.aurea.autonomy;

/** A pause that an operator has set. */
public record Pause(String by, long sinceMs, String reason) {}
