package io.aurea.decision;

import io.aurea.schema.Command;
import java.util.List;

/** Accepts levels that are out of order. */
@FunctionalInterface
public interface LevelAcceptance {

    /**
     * Carries out a command of kind ACCEPT: an accepted level is the reference from the next window on.
     *
     * @return what was accepted, for a person; empty if nothing is out of order
     */
    List<String> accept(Command command);
}
