package io.aurea.cli.publish;

/** A line that is no observation; the message is the reason, for the person who wrote the line. */
final class MalformedLine extends Exception {

    MalformedLine(String reason) {
        // A million of these may be thrown in one run, and nobody looks at their stack.
        super(reason, null, false, false);
    }
}
