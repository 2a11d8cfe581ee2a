package io.aurea.cli.read;

import io.aurea.brain.BrainClient;
import io.aurea.cli.ExitCode;
import io.aurea.cli.Servers;
import io.aurea.cli.ServersOption;
import io.aurea.cli.UserError;
import io.aurea.installation.Installation;
import io.aurea.registry.RegistryConfig;
import io.aurea.topic.Topics;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes one entry of the brain of an installation. */
abstract class BrainWriting implements Callable<Integer> {

    private static final int LIMIT_MS = 30_000;

    @Spec
    private CommandSpec spec;

    @Mixin
    private ServersOption servers;

    @Parameters(index = "0", paramLabel = "KEY", description = "Names the entry within the tenant.")
    private String key;

    @Option(
            names = "--tenant",
            paramLabel = "TENANT",
            required = true,
            converter = TenantConverter.class,
            description = "Whose brain.")
    private String tenant;

    /** What was done, in one word. */
    abstract String write(BrainClient brain, String tenant, String key);

    @Override
    public final Integer call() {
        String done = write(servers.read());
        spec.commandLine().getOut().println("%s %s of tenant %s".formatted(done, key, tenant));
        return ExitCode.DONE;
    }

    private String write(Installation at) {
        Servers.requireTopic(at, Topics.BRAIN.name());
        Map<String, Object> settings = new HashMap<>();
        settings.put(RegistryConfig.MAX_RETRIES_CONFIG, 2);
        settings.putAll(at.app().serdes());
        settings.putAll(at.kafka()
                .producer(
                        "brain",
                        Map.of(
                                ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                                LIMIT_MS,
                                ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                                LIMIT_MS / 2,
                                ProducerConfig.MAX_BLOCK_MS_CONFIG,
                                (long) LIMIT_MS),
                        Map.of()));
        BrainClient.Connections none = () -> {
            throw new SQLException("this client only writes");
        };
        try (BrainClient brain = new BrainClient(settings, none)) {
            return write(brain, tenant, key);
        } catch (IllegalArgumentException unfit) {
            throw new UserError(unfit.getMessage(), unfit);
        } catch (KafkaException failed) {
            throw Servers.failure(at, "publishing to " + Topics.BRAIN.name(), failed);
        }
    }
}
