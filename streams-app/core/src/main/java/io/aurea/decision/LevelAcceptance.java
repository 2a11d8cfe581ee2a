package io.aurea.decision;

import io.aurea.schema.Command;
import java.util.List;

/** Where levels that are out of order can be accepted as they are. */
@FunctionalInterface
public interface LevelAcceptance {

    /**
     * Carries out a command of kind ACCEPT: what is accepted is the reference from the next window on.
     *
     * @return what was accepted, for a person; empty when nothing of it is out of order
     */
    List<String> accept(Command command);
}
