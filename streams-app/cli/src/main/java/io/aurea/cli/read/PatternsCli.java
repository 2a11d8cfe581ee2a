package io.aurea.cli.read;

import io.aurea.cli.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "patterns",
        mixinStandardHelpOptions = true,
        header = "Lists what the loop has noticed, with how sure it is and where it suspects the origin.",
        description = {
            "",
            "Reads PostgreSQL (view v_patterns), which is a few seconds behind the loop. Times are UTC.",
            "",
            "Examples:",
            "  ./aurea patterns --open",
            "  ./aurea patterns --tenant shop --watch",
            ""
        },
        footerHeading = "%nExit codes:%n",
        footer = {"  0  shown, also when there is nothing to show", "  2  a wrong flag, an unreachable server"})
public final class PatternsCli extends ListCli {

    private static final Listing LISTING = new Listing(
            "v_patterns",
            "tenant_id AS tenant, pattern_type AS type, state, source, series, round(confidence::numeric, 2) AS confidence,"
                    + " round(impact_score::numeric, 2) AS impact_score, frequency AS onsets, "
                    + Listing.time("onset_at", "onset") + ", " + Listing.time("abated_at", "abated")
                    + ", suspected_source AS suspect",
            "last_detected DESC, tenant_id, pattern_id");

    @Option(names = "--open", description = "Only ongoing ones.")
    private boolean open;

    PatternsCli(Terminal terminal) {
        super(terminal);
    }

    @Override
    Listing listing() {
        return LISTING;
    }

    @Override
    String condition() {
        return open ? "state <> 'ABATED'" : "true";
    }
}
