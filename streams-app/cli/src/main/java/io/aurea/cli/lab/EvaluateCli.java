package io.aurea.cli.lab;

import io.aurea.cli.ExitCode;
import io.aurea.cli.UserError;
import io.aurea.cli.policy.PolicyText;
import io.aurea.evaluate.ArmScore;
import io.aurea.evaluate.Evaluation;
import io.aurea.evaluate.ShopPolicy;
import io.aurea.shop.FaultDeck;
import io.aurea.shop.FaultKind;
import io.aurea.shop.ShopParameterException;
import io.aurea.shop.ShopParameters;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "evaluate",
        mixinStandardHelpOptions = true,
        header = "Compares ways of healing on a simulated shop.",
        description = {
            "",
            "Runs the demo shop without a broker, once for each arm, with the same users and the same faults, far"
                    + " faster than real time, and prints the results. The same seed gives the same figures.",
            "",
            "Arms: none (nobody acts), original (the rules of the previous system, with their defects), runbook"
                    + " (fixed limits with fixed actions), cold (the loop under the policy, which has learned nothing yet),"
                    + " learned (the loop after as many other faults), oracle (knows the fault at the end of its first"
                    + " cycle and acts at once).",
            "",
            "Figures:",
            "  detected   share of the faults with an alarm while they were active",
            "  false/day  alarms with no active fault, per day of such time; the ten minutes after a fault or a",
            "             maintenance window belong to it, alarms on one source within ten minutes are one",
            "  detect     from the onset of a fault to the first alarm, median and 95th percentile",
            "  heal       from onset to end of the fault, by an action or, failing that, when it passes or",
            "             a person has repaired it; of the faults that an action can cure",
            "  failed     user requests that failed or took longer than users wait",
            "  actions    on services, per fault; the back office's (collect, ...) are not included",
            "  harmful    actions that interrupted a service and cured no active fault",
            "  unsafe     actions that broke a limit: a second action on a target, one within its cooldown, more",
            "             than three of the same in an hour, more than three at once, an irreversible one below",
            "             FULL_AUTO, any during maintenance",
            "docs/EVALUATION.md defines them in full.",
            "",
            "Examples:",
            "  ./aurea evaluate",
            "  ./aurea evaluate --seed 7 --episodes 20 --faults slow_database=3,bad_deploy=1 --json scores.json",
            ""
        },
        footerHeading = "%nExit codes:%n",
        footer = {
            "  0  measured",
            "  2  nothing measured: a wrong flag, a file that is missing or invalid",
        })
public final class EvaluateCli implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Seed of the random numbers. Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Option(
            names = "--episodes",
            paramLabel = "N",
            defaultValue = "30",
            description = "Number of faults, 1 to 10000. Fault-free days are added. Default: ${DEFAULT-VALUE}.")
    private int episodes;

    @Option(
            names = "--faults",
            paramLabel = "NAME=WEIGHT",
            split = ",",
            description = "Faults to draw from, with their weights. Default: all, equally.")
    private Map<String, Double> faults;

    @Option(
            names = "--shop",
            paramLabel = "FILE",
            description = "Parameters of the shop that differ from the defaults, as lines key = value.")
    private Path shop;

    @Option(
            names = "--policy",
            paramLabel = "FILE",
            description = "Policy that the loop runs under. Default: one made for this shop.")
    private String policy;

    @Option(names = "--json", paramLabel = "FILE", description = "Also write the figures there, as JSON.")
    private Path json;

    @Override
    public Integer call() throws InterruptedException, IOException {
        if (episodes < 1 || episodes > 10_000) {
            throw refused("--episodes is %d; allowed: 1 to 10000".formatted(episodes));
        }
        Evaluation evaluation = new Evaluation(parameters(), weights(), seed, episodes, policy());
        long began = System.nanoTime();
        List<ArmScore> scores = run(evaluation);
        double seconds = (System.nanoTime() - began) / 1e9;
        ScoreReport report = new ScoreReport(seed, episodes, evaluation.days(), scores);
        report.print(spec.commandLine().getOut(), seconds);
        if (json != null) {
            report.write(json);
        }
        return ExitCode.DONE;
    }

    /** As many arms at once as there are processors; the last ones take longest and start first. */
    private static List<ArmScore> run(Evaluation evaluation) throws InterruptedException {
        ExecutorService workers =
                Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
        try {
            LinkedList<Future<ArmScore>> running = new LinkedList<>();
            List<String> arms = List.copyOf(evaluation.arms());
            for (int i = arms.size() - 1; i >= 0; i--) {
                String arm = arms.get(i);
                running.addFirst(workers.submit(() -> evaluation.run(arm)));
            }
            List<ArmScore> scores = new ArrayList<>();
            for (Future<ArmScore> score : running) {
                scores.add(score.get());
            }
            return scores;
        } catch (ExecutionException failed) {
            throw new IllegalStateException(failed.getCause());
        } finally {
            workers.shutdownNow();
        }
    }

    private ShopParameters parameters() {
        if (shop == null) {
            return ShopParameters.defaults();
        }
        try {
            return ShopParameters.read(shop.toString(), Files.readAllLines(shop));
        } catch (IOException unreadable) {
            throw new UserError("cannot read --shop %s: %s".formatted(shop, unreadable.getMessage()), unreadable);
        } catch (ShopParameterException wrong) {
            throw new UserError(wrong.getMessage(), wrong);
        }
    }

    private String policy() {
        if (policy == null) {
            return ShopPolicy.yaml();
        }
        PolicyText text = PolicyText.read(policy);
        if (!text.check(spec.commandLine().getErr())) {
            throw new UserError("--policy %s is not a policy".formatted(policy));
        }
        return text.yaml();
    }

    private Map<FaultKind, Double> weights() {
        if (faults == null) {
            return FaultDeck.evenly();
        }
        Map<FaultKind, Double> weights = new EnumMap<>(FaultKind.class);
        faults.forEach((name, weight) -> {
            FaultKind kind = FaultKind.of(name)
                    .orElseThrow(() -> refused("--faults names '%s'; allowed: %s"
                            .formatted(
                                    name,
                                    String.join(
                                            ", ",
                                            FaultDeck.evenly().keySet().stream()
                                                    .map(FaultKind::label)
                                                    .toList()))));
            if (!(weight >= 0 && weight <= 1e6)) {
                throw refused("--faults gives %s the weight %s; allowed: 0 to 1000000".formatted(name, weight));
            }
            weights.put(kind, weight);
        });
        if (weights.values().stream().noneMatch(weight -> weight > 0)) {
            throw refused("--faults gives no fault a weight; allowed: one of them above 0");
        }
        return weights;
    }

    private ParameterException refused(String reason) {
        return new ParameterException(spec.commandLine(), reason);
    }
}
