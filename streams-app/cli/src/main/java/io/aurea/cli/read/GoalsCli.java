package io.aurea.cli.read;

import io.aurea.cli.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "goals",
        mixinStandardHelpOptions = true,
        header = "Lists the goals that the loop has set itself, with their progress.",
        description = {
            "",
            "Reads PostgreSQL (view v_goals), which is a few seconds behind the loop. Times are UTC; progress is in"
                    + " percent of the way from baseline to target.",
            "",
            "Examples:",
            "  ./aurea goals --open",
            "  ./aurea goals --tenant aurea --json",
            ""
        },
        footerHeading = "%nExit codes:%n",
        footer = {"  0  shown, also when there is nothing to show", "  2  a wrong flag, an unreachable server"})
public final class GoalsCli extends ListCli {

    private static final Listing LISTING = new Listing(
            "v_goals",
            "tenant_id AS tenant, target_metric AS metric, status, round(progress::numeric, 1) AS progress,"
                    + " round(baseline_value::numeric, 3) AS baseline, round(current_value::numeric, 3) AS now,"
                    + " round(target_value::numeric, 3) AS target, priority, "
                    + Listing.time("created_at", "set") + ", " + Listing.time("deadline", "deadline") + ", description",
            "created_at DESC, tenant_id, goal_id");

    @Option(names = "--open", description = "Only active ones.")
    private boolean open;

    GoalsCli(Terminal terminal) {
        super(terminal);
    }

    @Override
    Listing listing() {
        return LISTING;
    }

    @Override
    String condition() {
        return open ? "status = 'active'" : "true";
    }
}
