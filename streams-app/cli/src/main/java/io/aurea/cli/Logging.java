package io.aurea.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.rolling.FixedWindowRollingPolicy;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeBasedTriggeringPolicy;
import ch.qos.logback.core.util.FileSize;
import java.nio.file.Path;
import java.util.List;
import org.slf4j.LoggerFactory;

/** Where log lines go. By default nowhere ({@code logback.xml}), because the terminal is for the command's output. */
public final class Logging {

    private static final String PATTERN =
            "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX, UTC} %-5level [%thread] %logger{30} - %msg%n";
    private static final FileSize FILE_LIMIT = FileSize.valueOf("16MB");
    private static final int OLD_FILES = 4;

    private static final List<String> LIBRARIES =
            List.of("org.apache.kafka", "org.eclipse.jetty", "io.javalin", "org.rocksdb", "io.micrometer");

    /** Its changes of state. */
    private static final List<String> OF_USE = List.of("org.apache.kafka.streams.KafkaStreams");

    private static final List<String> USELESS = List.of(
            "org.apache.kafka.common.config.AbstractConfig",
            "org.apache.kafka.clients.admin.AdminClientConfig",
            "org.apache.kafka.clients.consumer.ConsumerConfig",
            "org.apache.kafka.clients.producer.ProducerConfig",
            "org.apache.kafka.streams.StreamsConfig",
            "org.apache.kafka.common.utils.AppInfoParser");

    private Logging() {}

    /** Warnings and errors go to stderr, for finding the cause of a failure. */
    static void toStandardError() {
        ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
        appender.setTarget("System.err");
        attach(appender, Level.WARN);
    }

    /**
     * What the app has to say from INFO on goes to stdout, where those who run it collect it.
     *
     * @param verbose also what its libraries say that is no warning: hundreds of lines at each start
     */
    public static void toStandardOutput(boolean verbose) {
        ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
        attach(appender, Level.INFO);
        if (!verbose) {
            quietLibraries();
        }
    }

    private static void quietLibraries() {
        LoggerContext context = context();
        LIBRARIES.forEach(library -> context.getLogger(library).setLevel(Level.WARN));
        OF_USE.forEach(logger -> context.getLogger(logger).setLevel(Level.INFO));
        // Settings of another client, and a second client of the same name: both are meant.
        USELESS.forEach(logger -> context.getLogger(logger).setLevel(Level.ERROR));
    }

    /**
     * The same goes to {@code aurea.log} in the folder, which keeps at most five files of 16 MB.
     *
     * @return the file
     */
    public static Path toFolder(Path folder, boolean verbose) {
        Path file = folder.resolve("aurea.log");
        LoggerContext context = context();
        RollingFileAppender<ILoggingEvent> appender = new RollingFileAppender<>();
        appender.setContext(context);
        appender.setFile(file.toString());

        FixedWindowRollingPolicy names = new FixedWindowRollingPolicy();
        names.setContext(context);
        names.setParent(appender);
        names.setFileNamePattern(folder.resolve("aurea.%i.log").toString());
        names.setMinIndex(1);
        names.setMaxIndex(OLD_FILES);
        names.start();

        SizeBasedTriggeringPolicy<ILoggingEvent> size = new SizeBasedTriggeringPolicy<>();
        size.setContext(context);
        size.setMaxFileSize(FILE_LIMIT);
        size.start();

        appender.setRollingPolicy(names);
        appender.setTriggeringPolicy(size);
        attach(appender, Level.INFO);
        if (!verbose) {
            quietLibraries();
        }
        return file;
    }

    private static void attach(OutputStreamAppender<ILoggingEvent> appender, Level level) {
        LoggerContext context = context();
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setPattern(PATTERN);
        encoder.start();
        appender.setContext(context);
        appender.setEncoder(encoder);
        appender.start();
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.addAppender(appender);
        root.setLevel(level);
    }

    private static LoggerContext context() {
        return (LoggerContext) LoggerFactory.getILoggerFactory();
    }
}
