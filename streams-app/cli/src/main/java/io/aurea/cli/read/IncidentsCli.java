package io.aurea.cli.read;

import io.aurea.cli.Terminal;
import io.aurea.installation.Installation;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "incidents",
        mixinStandardHelpOptions = true,
        header =
                "Lists incidents, or shows one in full: where it began, what belongs to it, what was done, how it ended.",
        description = {
            "",
            "One fault is one incident: the patterns that belong together by place and time, the decisions about them and what"
                    + " guards did not allow. Reads PostgreSQL (view v_incidents), which is a few seconds behind the loop. Times"
                    + " are UTC; success is the tenant's success rate in percent, before, at its worst, and last.",
            "",
            "Examples:",
            "  ./aurea incidents --open",
            "  ./aurea incidents shop/17-1",
            "  ./aurea incidents --tenant shop --json --limit 100",
            ""
        },
        footerHeading = "%nExit codes:%n",
        footer = {
            "  0  shown, also when there is nothing to show",
            "  2  no such incident, a wrong flag, an unreachable server"
        })
public final class IncidentsCli extends ListCli {

    private static final Listing LISTING = new Listing(
            "v_incidents",
            "tenant_id AS tenant, incident_id AS id, state, suspected_origin AS origin, round(severity, 2) AS severity, "
                    + Listing.time("opened_at", "opened") + ", " + Listing.time("ended_at", "ended")
                    + ", ended_how AS how, escalated, CASE state WHEN 'ACKNOWLEDGED' THEN acknowledged_by END AS ack, patterns_count AS patterns, decisions_count AS decisions, question,"
                    + " concat_ws(' ', success_percent_before, success_percent_worst, success_percent_now) AS success",
            "state <> 'ENDED' DESC, escalated AND state <> 'ENDED' DESC, opened_at DESC, tenant_id, incident_id");

    @Parameters(
            arity = "0..1",
            paramLabel = "ID",
            converter = NumberedName.IncidentConverter.class,
            description = "Show this one in full: its id, such as 17-1, or tenant and id, such as shop/17-1.")
    private NumberedName incident;

    @Option(
            names = "--open",
            description = "Only those that are not over; of those that are acknowledged, ack says by whom.")
    private boolean open;

    IncidentsCli(Terminal terminal) {
        super(terminal);
    }

    @Override
    void prepare(Installation at) {
        if (incident != null) {
            incident = new IncidentLookup(at).one(incident.of(tenant()));
            tenant(incident.tenant());
        }
    }

    @Override
    Listing listing() {
        return LISTING;
    }

    @Override
    String condition() {
        if (incident != null) {
            return "incident_id = ?";
        }
        return open ? "state <> 'ENDED'" : "true";
    }

    @Override
    String wanted() {
        return incident == null ? null : incident.id();
    }

    @Override
    Page page() {
        return incident == null ? null : IncidentPage::print;
    }
}
