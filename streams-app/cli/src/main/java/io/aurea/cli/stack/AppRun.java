package io.aurea.cli.stack;

import io.aurea.app.AppGroup;
import io.aurea.app.AppSettings;
import io.aurea.app.BrokerFeatures;
import io.aurea.app.InputLogs;
import io.aurea.app.RestoreMark;
import io.aurea.app.StreamsApplication;
import io.aurea.app.StreamsGroup;
import io.aurea.cli.ExitCode;
import io.aurea.cli.Logging;
import io.aurea.cli.OrderlyStop;
import io.aurea.cli.Servers;
import io.aurea.cli.UserError;
import io.aurea.installation.Installation;
import io.aurea.status.HttpSettings;
import io.aurea.telemetry.SelfObservation;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One run of {@code run}: the app against existing servers, until a signal or its own end. */
final class AppRun {

    private static final Logger LOG = LoggerFactory.getLogger(AppRun.class);
    private static final Duration WATCH_INTERVAL = Duration.ofMillis(500);

    private final Installation at;
    private final Duration startLimit;
    private final boolean verbose;
    private final OrderlyStop stop;

    AppRun(Installation at, Duration startLimit, boolean verbose, PrintWriter err) {
        this.at = at;
        this.startLimit = startLimit;
        this.verbose = verbose;
        this.stop = new OrderlyStop(err);
    }

    int run() throws InterruptedException {
        AppSettings settings = at.app();
        HttpSettings http = at.http();
        Logging.toStandardOutput(verbose);
        stop.onSignals();
        try {
            StreamsApplication app = start(settings, http);
            stop.started();
            LOG.info("Started as {} against {}; API at {}", settings.applicationId(), at.brokers(), app.httpUrl());
            return watch(app);
        } catch (KafkaException | IllegalStateException | InterruptedException failed) {
            if (stop.requested()) {
                LOG.info("the start was interrupted", failed);
                return ExitCode.DONE;
            }
            throw new UserError("the app did not start: " + Servers.reason(failed), failed);
        } finally {
            stop.started();
            stop.closeAll();
        }
    }

    private StreamsApplication start(AppSettings settings, HttpSettings http) throws InterruptedException {
        Admin admin = Servers.admin(at, "run", startLimit);
        stop.add("the admin client", () -> admin.close(Duration.ofSeconds(1)));
        BrokerFeatures features = BrokerFeatures.of(admin);
        features.refusal().ifPresent(reason -> {
            throw new UserError(reason);
        });
        features.warning().ifPresent(LOG::warn);
        new RestoreMark(admin).problem().ifPresent(reason -> {
            throw new UserError(reason);
        });
        if (settings.groupProtocol().equals("streams")) {
            new StreamsGroup(admin, settings)
                    .difference()
                    .ifPresent(difference -> LOG.warn("{}; `aurea topics create` sets it", difference));
        }
        inputs(admin, settings);
        StreamsApplication app = new StreamsApplication(settings, http, at.history(), startLimit);
        stop.add("the streams app", app);
        app.start();
        if (settings.observesItself()) {
            SelfObservation self =
                    SelfTelemetry.of(at, app, admin, Path.of("").toAbsolutePath(), Optional.of(instance(settings)));
            stop.add("self-observation", self);
            self.start();
        }
        return app;
    }

    /** Checks what the app is going to read, unless another instance reads it already. */
    private void inputs(Admin admin, AppSettings settings) {
        InputLogs inputs = new InputLogs(admin, settings);
        if (new AppGroup(admin, settings).running().isEmpty()) {
            inputs.look().ifPresent(reason -> {
                throw new UserError("the app is not started: " + reason);
            });
        }
        ScheduledExecutorService again = Executors.newSingleThreadScheduledExecutor(work -> {
            Thread thread = new Thread(work, "aurea-inputs");
            thread.setDaemon(true);
            return thread;
        });
        stop.add("what is remembered of the inputs", again::shutdownNow);
        again.scheduleAtFixedRate(() -> remember(inputs), 0, 12, TimeUnit.HOURS);
    }

    private static void remember(InputLogs inputs) {
        try {
            inputs.remember();
        } catch (KafkaException failed) {
            LOG.warn("Which topics these are could not be remembered; it is tried again in 12 hours", failed);
        }
    }

    /** Distinguishes this instance's self-observation from others'. */
    private static String instance(AppSettings settings) {
        return settings.instance().orElseGet(() -> {
            try {
                String host = InetAddress.getLocalHost().getHostName().replaceAll("[^A-Za-z0-9._-]", "_");
                return host.substring(0, Math.min(host.length(), 64));
            } catch (UnknownHostException nameless) {
                LOG.warn("This host has no name, so its self-observation says 'unnamed'", nameless);
                return "unnamed";
            }
        });
    }

    /** Returns when a stop is requested or the app has ended. */
    private int watch(StreamsApplication app) throws InterruptedException {
        while (!stop.requestedWithin(WATCH_INTERVAL)) {
            if (app.awaitStopped(Duration.ZERO)) {
                LOG.error("The streams app stopped by itself: {}", app.failure().orElse("no reason is known"));
                return ExitCode.INCOMPLETE;
            }
        }
        LOG.info("Stopping");
        return ExitCode.DONE;
    }
}
