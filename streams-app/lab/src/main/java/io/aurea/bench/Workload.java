package io.aurea.bench;

import io.aurea.schema.Observation;
import io.aurea.schema.ObservationKind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/**
 * Observations as services send them, generated from a seed, so every run has the same.
 *
 * <p>Ten series per source, sources unevenly spread over eight tenants. The series of rank r gets a share of all
 * records in proportion to r^-0.9, so the busiest has several hundred times the records of the quietest. Half of the
 * series are operations (a few in a hundred fail, with an error text), the others metrics, health and events. Event
 * time advances with the records, out of order by up to 1.5 s, which is within grace: no record is late. Not
 * thread-safe.
 */
final class Workload {
    static final long START_MS = Instant.parse("2026-01-05T08:00:00Z").toEpochMilli();

    private static final int SERIES_PER_SOURCE = 10;
    private static final int TENANTS = 8;
    private static final double SKEW = 0.9;
    private static final int RECORDS_PER_SERIES_AND_WINDOW = 25;
    private static final int FEWEST_WINDOWS = 10;
    private static final int MOST_WINDOWS = 360;
    private static final int DISORDER_MS = 1_500;

    private static final List<String> SERVICES =
            List.of("checkout", "cart", "search", "payments", "inventory", "mail", "gateway", "identity");
    private static final List<String> OPERATIONS =
            List.of("http.server.request", "db.query", "payment.authorise", "cache.lookup", "order.place");
    private static final List<String> METRICS = List.of("queue.depth", "jvm.heap.used", "cpu.utilisation");
    private static final List<String> ERRORS = List.of(
            "connect timed out after 3000 ms: orders-db.internal:5432",
            "java.net.SocketTimeoutException: Read timed out",
            "HTTP 503 Service Unavailable from upstream payments",
            "deadlock detected; transaction rolled back",
            "permission denied for relation invoices",
            "validation failed: quantity must be positive");

    /** One series and the shape of its records. */
    private record WorkloadSeries(
            String tenant,
            String source,
            String name,
            ObservationKind kind,
            String unit,
            double scale,
            double failures) {}

    private final long records;
    private final long spanMs;
    private final WorkloadSeries[] series;
    private final double[] cumulative;
    private final SeriesTotals[] expected;
    private final Random random = new Random(20_260_105);
    private final Observation observation = new Observation();
    private long made;
    private int current;

    /** @param windowMs length of a window, which determines the event time that the records span */
    Workload(long records, int seriesCount, long windowMs) {
        this.records = records;
        long windows = Math.max(
                FEWEST_WINDOWS, Math.min(MOST_WINDOWS, records / ((long) seriesCount * RECORDS_PER_SERIES_AND_WINDOW)));
        this.spanMs = windows * windowMs;
        this.series = new WorkloadSeries[seriesCount];
        this.cumulative = new double[seriesCount];
        this.expected = new SeriesTotals[seriesCount];
        Arrays.fill(expected, SeriesTotals.NONE);
        double sum = 0;
        for (int i = 0; i < seriesCount; i++) {
            series[i] = series(i);
            sum += StrictMath.pow(i + 1, -SKEW);
            cumulative[i] = sum;
        }
        shuffle();
    }

    private static WorkloadSeries series(int number) {
        int source = number / SERIES_PER_SOURCE;
        int role = number % SERIES_PER_SOURCE;
        // Tenant sizes halve: half of the sources belong to the first.
        int tenant = Math.min(TENANTS - 1, Integer.numberOfTrailingZeros(source + 1));
        String service = SERVICES.get(source % SERVICES.size());
        String at = "tenant-%02d".formatted(tenant);
        String of = "%s-%04d".formatted(service, source);
        if (role < OPERATIONS.size()) {
            return new WorkloadSeries(
                    at, of, OPERATIONS.get(role), ObservationKind.OPERATION, null, 3 + 20 * role, 0.01 + 0.01 * role);
        }
        int metric = role - OPERATIONS.size();
        if (metric < METRICS.size()) {
            return new WorkloadSeries(at, of, METRICS.get(metric), ObservationKind.METRIC, "1", 10 + 1_000 * metric, 0);
        }
        return metric == METRICS.size()
                ? new WorkloadSeries(at, of, "health", ObservationKind.HEALTH, null, 0, 0.02)
                : new WorkloadSeries(at, of, "deployed", ObservationKind.EVENT, null, 0, 0);
    }

    /** Makes a series' rate independent of its name. */
    private void shuffle() {
        Random order = new Random(7);
        for (int i = series.length - 1; i > 0; i--) {
            int j = order.nextInt(i + 1);
            WorkloadSeries swapped = series[i];
            series[i] = series[j];
            series[j] = swapped;
        }
    }

    boolean hasNext() {
        return made < records;
    }

    /** The next observation, in an object that the next call reuses. */
    Observation next() {
        double draw = random.nextDouble() * cumulative[cumulative.length - 1];
        int found = Arrays.binarySearch(cumulative, draw);
        current = Math.min(cumulative.length - 1, found >= 0 ? found : -found - 1);
        WorkloadSeries s = series[current];
        long at = START_MS + DISORDER_MS + made * spanMs / records - random.nextInt(DISORDER_MS);
        boolean success = random.nextDouble() >= s.failures();
        observation.setObservationId(id());
        observation.setTenantId(s.tenant());
        observation.setSource(s.source());
        observation.setKind(s.kind());
        observation.setName(s.name());
        observation.setObservedAt(Instant.ofEpochMilli(at));
        observation.setUnit(s.unit());
        observation.setValue(s.kind() == ObservationKind.METRIC ? number(s) : null);
        observation.setDurationMs(s.kind() == ObservationKind.OPERATION ? number(s) : null);
        boolean attempted = s.kind() == ObservationKind.OPERATION || s.kind() == ObservationKind.HEALTH;
        observation.setSuccess(attempted ? success : null);
        observation.setError(attempted && !success ? ERRORS.get(random.nextInt(ERRORS.size())) : null);
        observation.setAttributes(s.kind() == ObservationKind.OPERATION ? Map.of("region", "eu-west-1") : Map.of());
        expected[current] =
                expected[current].plus(new SeriesTotals(1, attempted ? 1 : 0, attempted && success ? 1 : 0));
        made++;
        return observation;
    }

    /** The series key of the observation that {@link #next} returned last. */
    String seriesKey() {
        return key(series[current]);
    }

    private static String key(WorkloadSeries s) {
        return s.tenant() + '/' + s.source() + '/' + s.name();
    }

    /** Long-tailed: half of the numbers lie between 2/3 and 3/2 of the scale. */
    private double number(WorkloadSeries s) {
        return Math.rint(s.scale() * Math.exp(0.6 * random.nextGaussian()) * 100) / 100;
    }

    private String id() {
        return String.format(Locale.ROOT, "%016x", random.nextLong());
    }

    /** Event time by which every window is closed, epoch milliseconds. */
    long endMs(long windowMs, long graceMs) {
        return START_MS + DISORDER_MS + spanMs + windowMs + graceMs;
    }

    /** Totals so far, by series key. */
    Map<String, SeriesTotals> expected() {
        Map<String, SeriesTotals> bySeries = new HashMap<>();
        List<WorkloadSeries> all = new ArrayList<>(List.of(series));
        for (int i = 0; i < all.size(); i++) {
            if (expected[i].count() > 0) {
                bySeries.put(key(all.get(i)), expected[i]);
            }
        }
        return bySeries;
    }
}
