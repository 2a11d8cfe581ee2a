package io.aurea.cli.read;

import io.aurea.cli.Terminal;
import io.aurea.installation.Installation;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "decisions",
        mixinStandardHelpOptions = true,
        header = "Lists the loop's decisions, or shows one in full: why, how sure, alternatives, guards, result.",
        description = {
            "",
            "Reads PostgreSQL (view v_decisions), which is a few seconds behind the loop. Times are UTC; next is"
                    + " the deadline of the decision's next step: approval, outcome or judgement.",
            "",
            "Examples:",
            "  ./aurea decisions --open",
            "  ./aurea decisions shop/17-1",
            "  ./aurea decisions --tenant shop --json --limit 100",
            ""
        },
        footerHeading = "%nExit codes:%n",
        footer = {
            "  0  shown, also when there is nothing to show",
            "  2  no such decision, a wrong flag, an unreachable server"
        })
public final class DecisionsCli extends ListCli {

    private static final Listing LISTING = new Listing(
            "v_decisions",
            "tenant_id AS tenant, decision_id AS id, state, action, target, round(confidence::numeric, 2) AS confidence, "
                    + Listing.time("created_at", "made") + ", " + Listing.time("next_at", "next")
                    + ", state_reason AS reason",
            "created_at DESC, tenant_id, decision_id");

    @Parameters(
            arity = "0..1",
            paramLabel = "ID",
            converter = NumberedName.DecisionConverter.class,
            description = "Show this one in full: its id, such as 17-1, or tenant and id, such as shop/17-1.")
    private NumberedName decision;

    @Option(names = "--open", description = "Only those that still await something: approval, execution or judgement.")
    private boolean open;

    DecisionsCli(Terminal terminal) {
        super(terminal);
    }

    @Override
    void prepare(Installation at) {
        if (decision != null) {
            decision = new DecisionLookup(at).one(decision.of(tenant()));
            tenant(decision.tenant());
        }
    }

    @Override
    Listing listing() {
        return LISTING;
    }

    @Override
    String condition() {
        if (decision != null) {
            return "decision_id = ?";
        }
        return open ? "open" : "true";
    }

    @Override
    String wanted() {
        return decision == null ? null : decision.id();
    }

    @Override
    Page page() {
        return decision == null ? null : DecisionPage::print;
    }
}
