package io.aurea.cli.operate;

import io.aurea.cli.ServersOption;
import io.aurea.cli.read.TenantConverter;
import io.aurea.command.LoopCommands;
import io.aurea.observation.ObservationRules;
import io.aurea.schema.CommandKind;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

@Command(
        name = "series",
        mixinStandardHelpOptions = true,
        header = "Removes what is known of a source of a tenant, or of one of its series.",
        description = {
            "",
            "For a service that is gone for good, so that nobody misses it, or a name that should never have been sent. Stop its"
                    + " publishers first: what they send meanwhile begins it anew.",
            "",
            "In this order: its windows and models, its share in patterns and health, and its goals, on all partitions of the"
                    + " loop; the keys of its patterns in aurea.patterns; and, when all of that has arrived there, the rows of its"
                    + " patterns in PostgreSQL. The rows of goals and decisions stay, and so does what others say of it, and the"
                    + " numbers of the cycles that it was in. A pattern that is on ends with the tenant's next cycle, as retired: do"
                    + " this again then. The report says what went and until when the rest stays.",
            "",
            "A source that is forgotten as a whole is not missed any more, and no call to or from it is known. One whose last series"
                    + " is forgotten by name is missed like one that has fallen silent.",
            "",
            "Asks for the name, unless --yes is given.",
            "",
            "Examples:",
            "  ./aurea forget series shop old-cart            all series of the source",
            "  ./aurea forget series shop cart queue_length   one of them",
            ""
        },
        footerHeading = "%nExit codes:%n",
        footer = {
            "  0  forgotten; the report says what expires by itself",
            "  1  partly: the loop or the sink has not got so far within --wait, or a pattern is still to end; stderr says what is"
                    + " left",
            "  2  nothing done: a wrong flag or name, an unreachable server"
        })
final class ForgetSeriesCli implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private ServersOption servers;

    @Mixin
    private ForgetOptions options;

    @Parameters(index = "0", paramLabel = "TENANT", converter = TenantConverter.class, description = "Whose series.")
    private String tenant;

    @Parameters(index = "1", paramLabel = "SOURCE", converter = SourceConverter.class, description = "Their source.")
    private String source;

    @Parameters(
            index = "2",
            paramLabel = "SERIES",
            arity = "0..1",
            converter = SeriesConverter.class,
            description = "The name of the only one. Default: all of the source.")
    private String series;

    @Override
    public Integer call() throws InterruptedException {
        return new ForgetRun(spec.commandLine(), servers.read(), options)
                .forget(
                        LoopCommands.command(CommandKind.FORGET, tenant, options.by())
                                .setSource(source)
                                .setSeries(series)
                                .build(),
                        series == null
                                ? "source %s of tenant %s".formatted(source, tenant)
                                : "series %s of source %s of tenant %s".formatted(series, source, tenant));
    }

    private static String checked(String text, Optional<String> violation) {
        violation.ifPresent(reason -> {
            throw new TypeConversionException(reason);
        });
        return text;
    }

    private static final class SourceConverter implements ITypeConverter<String> {
        @Override
        public String convert(String text) {
            return checked(text, ObservationRules.sourceViolation(text));
        }
    }

    private static final class SeriesConverter implements ITypeConverter<String> {
        @Override
        public String convert(String text) {
            return checked(text, ObservationRules.seriesViolation(text));
        }
    }
}
