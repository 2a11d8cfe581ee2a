package io.aurea.cli.publish;

/** A line that is not an observation; the message is the reason, for the person who wrote it. */
final class MalformedLine extends Exception {

    MalformedLine(String reason) {
        // A run may throw a million of these, and nobody looks at their stack traces.
        super(reason, null, false, false);
    }
}
