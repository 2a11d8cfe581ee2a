package io.aurea.shop;

import io.aurea.schema.Observation;
import io.aurea.schema.ObservationKind;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Consumer;

/** Turns the events of a second into observations, as the services would publish them. Not thread-safe. */
final class Reporter {
    private static final int SAMPLE_TOPIC = 31;
    private static final int NOISE_TOPIC = 32;
    private static final double PERCENT = 100;
    private static final double CPU_IDLE = 0.03;

    private final ShopParameters parameters;
    private final String tenant;
    private final long seed;
    private final double[] unreported = new double[Operation.ALL.length];
    private final Map<Service, double[]> arrived = new EnumMap<>(Service.class);
    private long published;

    Reporter(ShopParameters parameters, String tenant, long seed) {
        this.parameters = parameters;
        this.tenant = tenant;
        this.seed = seed;
        for (Service service : Service.ALL) {
            arrived.put(service, new double[1]);
        }
    }

    /** Publishes a sample of the requests of the second that began at {@code nowMs}. */
    void requests(Flow flow, Map<Service, ServiceState> services, long nowMs, Consumer<Observation> out) {
        Dice dice = Dice.of(seed, SAMPLE_TOPIC, nowMs);
        ErrorTexts errors = new ErrorTexts(dice);
        for (Operation operation : Operation.ALL) {
            int o = operation.ordinal();
            ServiceState state = services.get(operation.service());
            unreported[o] += flow.rate(operation) * state.sizing.report();
            int count = (int) unreported[o];
            unreported[o] -= count;
            for (int i = 0; i < count; i++) {
                Instant at = Instant.ofEpochMilli(nowMs + 1_000L * i / count);
                out.accept(request(flow, operation, state, at, dice, errors));
            }
        }
    }

    private Observation request(
            Flow flow, Operation operation, ServiceState state, Instant at, Dice dice, ErrorTexts errors) {
        FailureMix mix = flow.failures(operation);
        double seconds = state.delay + flow.mean(operation) * dice.erlang();
        String error = null;
        if (dice.uniform() < mix.failure()) {
            int reason = mix.draw(dice);
            Cause cause = mix.cause(reason);
            Operation callee = mix.callee(reason);
            error = errors.text(operation.service(), cause, callee, parameters);
            seconds = StrictMath.max(seconds, least(cause, callee, state));
        } else if (operation.ordinal() < Operation.JOURNEYS
                && seconds * 1_000 > parameters.traffic().patienceMs()) {
            error = "client closed the request after %d ms: timed out"
                    .formatted((long) parameters.traffic().patienceMs());
            seconds = parameters.traffic().patienceMs() / 1_000;
        }
        return observation(
                operation.service().source(),
                ObservationKind.OPERATION,
                operation.label(),
                at,
                null,
                null,
                error == null,
                seconds * 1_000,
                error,
                Map.of());
    }

    /** A request that timed out has waited at least this long. */
    private double least(Cause cause, Operation callee, ServiceState state) {
        return switch (cause) {
            case TIMEOUT -> parameters.services().get(callee.service()).timeoutMs() / 1_000;
            case STATEMENT -> state.sizing.timeoutMs() / 1_000;
            case POOL -> parameters.plumbing().poolTimeoutMs() / 1_000;
            case OVERLOAD -> state.sizing.queueMs() / 1_000;
            default -> 0;
        };
    }

    /** Publishes metrics and health of the services whose turn it is; each has its own second of the interval. */
    void metrics(
            Flow flow, Map<Service, ServiceState> services, double hitShare, long nowMs, Consumer<Observation> out) {
        int interval = parameters.reporting().metricSeconds();
        long second = nowMs / 1_000;
        for (Service service : Service.ALL) {
            ServiceState s = services.get(service);
            double[] count = arrived.get(service);
            count[0] += s.rate;
            if ((second + service.ordinal()) % interval != 0) {
                continue;
            }
            Instant at = Instant.ofEpochMilli(nowMs);
            health(s, at, nowMs, out);
            if (service.own() && s.up(nowMs) > 0) {
                Dice dice = Dice.of(seed, NOISE_TOPIC + service.ordinal(), second);
                double noise = parameters.reporting().noise();
                double cpu = (CPU_IDLE + s.cpu) * (1 + noise * dice.normal()) * PERCENT;
                metric(service, "cpu", StrictMath.min(PERCENT, StrictMath.max(0, cpu)), "percent", at, out);
                double memory = (s.memory + 0.2 * noise * dice.normal()) * PERCENT;
                metric(service, "memory", StrictMath.min(PERCENT, StrictMath.max(0, memory)), "percent", at, out);
                metric(service, "requests_per_second", count[0] / interval, "1/s", at, out);
                metric(service, "queue_length", dice.poisson(s.queue), "1", at, out);
                metric(service, "instances", s.up(nowMs), "1", at, out);
                if (s.sizing.pool() > 0) {
                    double jitter = s.poolUsage < 1 ? 1 + noise * dice.normal() : 1;
                    double usage = StrictMath.max(0, StrictMath.min(1, s.poolUsage * jitter));
                    metric(service, "pool_usage", usage * PERCENT, "percent", at, out);
                }
                if (service == Service.CACHE) {
                    double hits = hitShare + 0.2 * noise * dice.normal();
                    metric(
                            service,
                            "hit_ratio",
                            StrictMath.max(0, StrictMath.min(1, hits)) * PERCENT,
                            "percent",
                            at,
                            out);
                }
            }
            count[0] = 0;
        }
    }

    private void health(ServiceState s, Instant at, long nowMs, Consumer<Observation> out) {
        String error = null;
        if (!s.ready(nowMs)) {
            error = s.up(nowMs) == 0
                    ? "health probe of %s: connection refused".formatted(s.service.source())
                    : "health probe of %s: no answer within 1000 ms".formatted(s.service.source());
        }
        out.accept(observation(
                s.service.source(),
                ObservationKind.HEALTH,
                "health",
                at,
                null,
                null,
                error == null,
                null,
                error,
                Map.of()));
    }

    void business(BackOffice office, long orders, long nowMs, Consumer<Observation> out) {
        Instant at = Instant.ofEpochMilli(nowMs);
        metric(BackOffice.SOURCE, "orders", orders, "1/min", at, out);
        metric(BackOffice.SOURCE, "overdue_total", office.overdue(), "EUR", at, out);
        metric(BackOffice.SOURCE, "scheduling_conflicts", office.conflicts(), "1", at, out);
        metric(BackOffice.SOURCE, "churn_risks", office.churn(), "1", at, out);
        metric(BackOffice.SOURCE, "pending_estimates", office.estimates(), "1", at, out);
    }

    /** @param before the release that it replaces; null for the first one */
    void deploy(Service service, String release, String before, long nowMs, Consumer<Observation> out) {
        out.accept(observation(
                service.source(),
                ObservationKind.EVENT,
                "deploy",
                Instant.ofEpochMilli(nowMs),
                null,
                null,
                null,
                null,
                null,
                before == null
                        ? Map.of("change", "deployment", "version", release)
                        : Map.of("change", "deployment", "version", release, "version_before", before)));
    }

    private void metric(
            Service service, String name, double value, String unit, Instant at, Consumer<Observation> out) {
        metric(service.source(), name, value, unit, at, out);
    }

    private void metric(String source, String name, double value, String unit, Instant at, Consumer<Observation> out) {
        out.accept(observation(source, ObservationKind.METRIC, name, at, value, unit, null, null, null, Map.of()));
    }

    private Observation observation(
            String source,
            ObservationKind kind,
            String name,
            Instant at,
            Double value,
            String unit,
            Boolean success,
            Double durationMs,
            String error,
            Map<String, String> attributes) {
        published++;
        return new Observation(
                Long.toString(published, Character.MAX_RADIX),
                tenant,
                source,
                kind,
                name,
                at,
                value,
                unit,
                success,
                durationMs,
                error,
                attributes,
                null);
    }
}
