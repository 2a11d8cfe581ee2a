package io.aurea.cli.read;

import io.aurea.cli.Terminal;
import picocli.CommandLine.Command;

@Command(
        name = "learnings",
        mixinStandardHelpOptions = true,
        header = "Lists what the loop has learned: mistake, lesson, root cause.",
        description = {
            "",
            "Reads PostgreSQL (view v_learnings), which is a few seconds behind the loop. Times are UTC.",
            "",
            "Examples:",
            "  ./aurea learnings --tenant shop",
            "  ./aurea learnings --json --limit 100",
            ""
        },
        footerHeading = "%nExit codes:%n",
        footer = {"  0  shown, also when there is nothing to show", "  2  a wrong flag, an unreachable server"})
public final class LearningsCli extends ListCli {

    private static final Listing LISTING = new Listing(
            "v_learnings",
            Listing.time("created_at", "learned")
                    + ", tenant_id AS tenant, category, impact, mistake, lesson, root_cause",
            "created_at DESC, tenant_id, learning_id");

    LearningsCli(Terminal terminal) {
        super(terminal);
    }

    @Override
    Listing listing() {
        return LISTING;
    }

    @Override
    String condition() {
        return "true";
    }
}
