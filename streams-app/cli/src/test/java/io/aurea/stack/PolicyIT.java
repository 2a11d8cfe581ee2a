package io.aurea.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.aurea.fixture.AureaProcess.Ended;
import io.aurea.fixture.StackProcess;
import io.aurea.policy.PolicyFile;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Publishing and reading policies as an operator. */
class PolicyIT {

    @TempDir
    private Path folder;

    @Test
    void shouldPublishVersionsByTenantAndShowTheOneInForce() throws Exception {
        Path forAll = Files.writeString(folder.resolve("all.yaml"), "minimum: {attempts: 50}\n");
        Path forShop = Files.writeString(folder.resolve("shop.yaml"), "dependencies: [frontend -> cart]\n");
        Path wrong = Files.writeString(folder.resolve("wrong.yaml"), "minimum: {attempts: 0}\n");
        try (StackProcess stack = StackProcess.up(folder.resolve("data"), "--clock", "data")) {
            assertThat(run(stack, "show").out())
                    .isEqualTo("# version 0 for all tenants without their own: the built-in policy\n"
                            + PolicyFile.builtInText());
            assertThat(run(stack, "apply", forAll.toString()).out())
                    .isEqualTo(
                            "published version 1 of the policy of all tenants without their own; before it the built-in one\n");
            assertThat(run(stack, "apply", forAll.toString()).out())
                    .isEqualTo(
                            "published version 2 of the policy of all tenants without their own; before it version 1\n");
            assertThat(run(stack, "show", "--tenant", "shop").out())
                    .startsWith("# version 2 of all tenants without their own, published by ")
                    .endsWith("\nminimum: {attempts: 50}\n");
            assertThat(run(stack, "apply", forShop.toString(), "--tenant", "shop")
                            .out())
                    .startsWith("published version 1 of the policy of tenant shop; before it the one of all tenants");
            assertThat(run(stack, "show", "--tenant", "shop").out())
                    .startsWith("# version 1 of tenant shop, published by ")
                    .endsWith("\ndependencies: [frontend -> cart]\n");
            Ended refused = stack.run(InputStream.nullInputStream(), "policy", "apply", wrong.toString());
            assertThat(refused.exitCode()).isEqualTo(2);
            assertThat(refused.err()).isEqualTo(wrong + ": line 1: minimum.attempts is 0; allowed: [1, ..)\n");
            assertThat(run(stack, "show").out()).startsWith("# version 2 of all tenants without their own, ");
        }
    }

    @Test
    void shouldTellAllButOneOfThosePublishingAtOnceThatTheyLostAndTakeAPolicyOfAnyAllowedSize() throws Exception {
        Path large = Files.writeString(
                folder.resolve("large.yaml"), "#" + "\u00fc".repeat(100_000) + "\nminimum: {attempts: 50}\n");
        try (StackProcess stack = StackProcess.up(folder.resolve("data"), "--clock", "data")) {
            List<CompletableFuture<Ended>> runs = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                runs.add(CompletableFuture.supplyAsync(() -> apply(stack, large)));
            }
            long published = 0;
            for (CompletableFuture<Ended> run : runs) {
                Ended ended = run.get();
                if (ended.exitCode() == 0) {
                    published++;
                } else {
                    assertThat(ended.err()).contains("at the same time, so this one is not in force");
                    assertThat(ended.exitCode()).isEqualTo(2);
                }
            }

            assertThat(run(stack, "show").out()).startsWith("# version " + published + " of all tenants");
            assertThat(stack.run(InputStream.nullInputStream(), "drain").exitCode())
                    .isZero();
            String letters = stack.run(InputStream.nullInputStream(), "dead-letters", "list")
                    .out();
            assertThat(letters.lines()
                            .filter(line -> line.contains("the policy of * has version"))
                            .count())
                    .as(letters)
                    .isEqualTo(4 * (3 - published));
        }
    }

    private static Ended apply(StackProcess stack, Path policy) {
        try {
            return stack.run(InputStream.nullInputStream(), "policy", "apply", policy.toString());
        } catch (Exception failed) {
            throw new IllegalStateException(failed);
        }
    }

    private static Ended run(StackProcess stack, String... arguments) throws Exception {
        String[] all = new String[arguments.length + 1];
        all[0] = "policy";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        Ended ended = stack.run(InputStream.nullInputStream(), all);
        assertThat(ended.err()).isEmpty();
        assertThat(ended.exitCode()).isZero();
        return ended;
    }
}
