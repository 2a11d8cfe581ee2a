package io.aurea.guard;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The loop never changes what it may do: an action named like an operator's command is denied, whatever a rule says and
 * whoever approves. Without it one rule, or one learned habit, could approve the rest.
 */
public final class OwnAutonomy implements Guard {

    /** The kinds of commands and what they change; compared without case, {@code -} and {@code _}. */
    private static final Set<String> RESERVED = Set.of(
            "accept",
            "approve",
            "reject",
            "pause",
            "resume",
            "autonomy",
            "setautonomy",
            "raiseautonomy",
            "lowerautonomy",
            "maintenance",
            "dryrun",
            "policy",
            "applypolicy");

    private static final Pattern SEPARATORS = Pattern.compile("[-_. ]");

    @Override
    public String name() {
        return "own_autonomy";
    }

    @Override
    public GuardVerdict ask(Proposal proposal, Surroundings at) {
        return reserved(proposal.action())
                ? deny("action " + proposal.action() + " would change what the loop may do")
                : allow("does not change what the loop may do");
    }

    /** Whether an action of this name is reserved for operators. */
    public static boolean reserved(String action) {
        return RESERVED.contains(
                SEPARATORS.matcher(action.toLowerCase(Locale.ROOT)).replaceAll(""));
    }
}
