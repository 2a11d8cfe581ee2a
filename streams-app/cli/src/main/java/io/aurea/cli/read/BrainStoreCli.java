package io.aurea.cli.read;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import io.aurea.brain.BrainClient;
import io.aurea.cli.DurationConverter;
import io.aurea.schema.BrainEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "store",
        mixinStandardHelpOptions = true,
        header = "Adds an entry, or replaces the one under its key.",
        description = {
            "",
            "It can be found as soon as the sink has written it to PostgreSQL, within seconds.",
            "",
            "Examples:",
            "  ./aurea brain store runbook_pool 'raise the pool before a restart' --tenant shop --tag pool --tag database",
            "  ./aurea brain store contact '{\"team\":\"payments\",\"phone\":\"4711\"}' --tenant shop --priority high",
            ""
        },
        footerHeading = "%nExit codes:%n",
        footer = {"  0  stored", "  2  nothing stored: a wrong flag or value, an unreachable server"})
final class BrainStoreCli extends BrainWriting {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    @Parameters(index = "1", paramLabel = "VALUE", description = "JSON, or any other text.")
    private String value;

    @Option(
            names = "--category",
            paramLabel = "NAME",
            defaultValue = "note",
            description = "What it is about. Default: ${DEFAULT-VALUE}.")
    private String category;

    @Option(
            names = "--priority",
            paramLabel = "PRIORITY",
            defaultValue = "medium",
            description = "low, medium, high or critical. Default: ${DEFAULT-VALUE}.")
    private String priority;

    @Option(
            names = "--importance",
            paramLabel = "NUMBER",
            defaultValue = "0.5",
            description = "[0, 1]; breaks ties in a search. Default: ${DEFAULT-VALUE}.")
    private double importance;

    @Option(names = "--tag", paramLabel = "WORD", description = "A tag to find it by. May be given several times.")
    private List<String> tags = List.of();

    @Option(
            names = "--keep",
            paramLabel = "DURATION",
            converter = DurationConverter.class,
            description = "It expires after this. Default: never.")
    private Duration keep;

    @Override
    String write(BrainClient brain, String tenant, String key) {
        brain.store(BrainEntry.newBuilder()
                .setTenantId(tenant)
                .setKey(key)
                .setValue(json(value))
                .setCategory(category)
                .setPriority(priority)
                .setSource(System.getProperty("user.name", ""))
                .setImportance(importance)
                .setTags(tags)
                .setExpiresAt(keep == null ? null : Instant.now().plus(keep))
                .build());
        return "stored";
    }

    private static String json(String value) {
        try {
            JSON.readTree(value);
            return value.isBlank() ? TextNode.valueOf(value).toString() : value;
        } catch (JsonProcessingException plainText) {
            return TextNode.valueOf(value).toString();
        }
    }
}
