package io.aurea.shop;

import io.aurea.schema.Observation;
import io.aurea.shop.ShopParameters.ActionCost;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The simulated shop. {@link #second} advances it and publishes its services' observations; between two seconds faults
 * may strike and actions be requested. Not thread-safe.
 *
 * <p>Random numbers come from the seed, separately for each purpose and second: two shops with the same seed see the
 * same users, whatever is done to them.
 */
public final class Shop {
    private static final int OUTCOME_TOPIC = 41;
    private static final int RELEASE_TOPIC = 42;
    private static final long SECOND = 1_000;
    private static final int DAY_SECONDS = 86_400;
    private static final int HOUR_SECONDS = 3_600;

    private final ShopParameters parameters;
    private final long seed;
    private final Map<Service, ServiceState> services = new EnumMap<>(Service.class);
    private final Flow flow;
    private final UserTraffic traffic;
    private final Damage damage;
    private final TemporaryEffects shelf;
    private final BackOffice office;
    private final Reporter reporter;
    private final List<Repair> repairs = new ArrayList<>();
    private final List<ActionResult> results = new ArrayList<>();
    private final List<Fault> announced = new ArrayList<>();
    private long nowMs;
    private long requests;
    private long failed;
    private long orders;
    private final Map<Service, String> released = new EnumMap<>(Service.class);
    private long releases;

    /** @param startMs start of its time, epoch milliseconds; a whole second */
    public Shop(ShopParameters parameters, String tenant, long seed, long startMs) {
        if (startMs % SECOND != 0) {
            throw new IllegalArgumentException("a shop starts at a whole second, not at " + startMs + " ms");
        }
        this.parameters = parameters;
        this.seed = seed;
        this.nowMs = startMs;
        parameters.services().forEach((service, sizing) -> services.put(service, new ServiceState(service, sizing)));
        this.flow = new Flow(parameters.plumbing(), services);
        this.traffic = new UserTraffic(parameters.traffic(), seed);
        this.damage = new Damage(parameters, services, seed);
        double holdMinutes = parameters.actions().get(ActionKind.SCALE_OUT).holdMinutes();
        this.shelf = new TemporaryEffects(
                parameters.plumbing(), services.get(Service.DATABASE), (long) (holdMinutes * 60 * SECOND));
        this.office = new BackOffice(parameters.office(), seed);
        this.reporter = new Reporter(parameters, tenant, seed);
    }

    /** The next second to be simulated, epoch milliseconds. */
    public long nowMs() {
        return nowMs;
    }

    /** Requests of users so far. */
    public long requests() {
        return requests;
    }

    /** Those that failed, or took longer than a user waits. */
    public long failedRequests() {
        return failed;
    }

    /** Lets a fault begin with the next second. */
    public void strike(Fault fault) {
        damage.strike(fault);
        if (fault.kind() == FaultKind.BAD_DEPLOY) {
            announced.add(fault);
        }
    }

    /** The active faults that have not been healed, by an action, a person or time. */
    public List<Fault> unhealed() {
        return damage.faults().stream()
                .filter(active -> !active.healed())
                .map(active -> active.fault)
                .toList();
    }

    /** The active, unhealed fault that this action would cure. */
    public Optional<Fault> curedBy(ActionKind action, Service target) {
        return Optional.ofNullable(damage.curedBy(action, target)).map(active -> active.fault);
    }

    /** The services with a technical action in progress. */
    public List<Service> atWork() {
        return repairs.stream()
                .filter(repair -> repair.kind().technical())
                .map(Repair::target)
                .toList();
    }

    /** The service that an action really affects: payments move to the second provider at either end. */
    public static Service doneTo(ActionKind action, Service target) {
        return Fault.doneTo(action, target);
    }

    /** Whether the shop would carry this action out now. */
    public boolean possible(ActionKind action, Service target) {
        return refusal(action, Fault.doneTo(action, target)).isEmpty();
    }

    /** Results since the last call. */
    public List<ActionResult> results() {
        List<ActionResult> taken = List.copyOf(results);
        results.clear();
        return taken;
    }

    /**
     * Begins an action, or refuses it; either way a result follows. The shop refuses an unknown action or target, a
     * service with another action in progress, and anything at its limit.
     */
    public void request(ShopAction action) {
        Optional<ActionKind> kind = ActionKind.of(action.action());
        Optional<Service> target = Service.of(action.target());
        Optional<String> refusal;
        if (kind.isEmpty()) {
            refusal = Optional.of("the shop knows no action '" + action.action() + "'");
        } else if (!kind.get().technical()) {
            begin(action, kind.get(), target.orElse(Service.FRONTEND));
            return;
        } else if (target.isEmpty()) {
            refusal = Optional.of("the shop has no service '" + action.target() + "'");
        } else {
            refusal = refusal(kind.get(), Fault.doneTo(kind.get(), target.get()));
        }
        if (refusal.isPresent()) {
            results.add(new ActionResult(action, false, refusal.get(), nowMs, nowMs));
        } else {
            begin(action, kind.get(), Fault.doneTo(kind.get(), target.get()));
        }
    }

    private Optional<String> refusal(ActionKind kind, Service target) {
        ServiceState state = services.get(target);
        for (Repair repair : repairs) {
            if (repair.kind().technical() && repair.target() == target) {
                return Optional.of(repair.kind().label() + " is still at work on " + target.source());
            }
        }
        boolean possible =
                switch (kind) {
                    case RESTART -> target.own();
                    case SCALE_OUT, ROLL_BACK -> target.stateless();
                    case FAIL_OVER -> target == Service.DATABASE || target == Service.PROVIDER;
                    case CLEAR_CACHE -> target == Service.CACHE;
                    case RAISE_POOL, RESTORE_PERMISSION -> state.sizing.pool() > 0;
                    default -> true;
                };
        if (!possible) {
            return Optional.of(
                    target.source() + " has nothing to " + kind.label().replace('_', ' '));
        }
        if (kind == ActionKind.SCALE_OUT && state.extra > 0 || kind == ActionKind.RAISE_POOL && state.poolFactor > 1) {
            return Optional.of(target.source() + " is at its limit already");
        }
        return Optional.empty();
    }

    private void begin(ShopAction action, ActionKind kind, Service target) {
        ActionCost cost = parameters.actions().get(kind);
        repairs.add(new Repair(
                action,
                kind,
                services.get(target),
                cost,
                parameters.plumbing().drainSeconds(),
                damage.curedBy(kind, target),
                nowMs));
    }

    /** Begins a planned restart of the database; it produces no result. */
    public void maintain() {
        if (refusal(ActionKind.RESTART, Service.DATABASE).isEmpty()) {
            begin(null, ActionKind.RESTART, Service.DATABASE);
        }
    }

    /** Simulates one second and emits its observations. */
    public void second(Consumer<Observation> out) {
        long second = nowMs / SECOND;
        shelf.second(nowMs);
        damage.apply(nowMs);
        routine(second, out);
        for (Iterator<Repair> all = repairs.iterator(); all.hasNext(); ) {
            Repair repair = all.next();
            repair.second(nowMs, shelf);
            if (repair.done()) {
                all.remove();
                finished(repair);
            }
        }
        double hitShare = services.get(Service.CACHE).up(nowMs) > 0 ? shelf.hitShare() : 0;
        int[] users = traffic.arrivals(second);
        flow.second(users, 1 - hitShare, nowMs);
        count(users, second);
        announced.forEach(fault -> deploy(fault.target(), out));
        announced.clear();
        reporter.requests(flow, services, nowMs, out);
        reporter.metrics(flow, services, hitShare, nowMs, out);
        if (second % 60 == 0) {
            office.minute(second / 60);
            reporter.business(office, orders, nowMs, out);
            orders = 0;
        }
        nowMs += SECOND;
    }

    private void finished(Repair repair) {
        if (!repair.kind().technical()) {
            office.act(repair.kind());
        }
        if (repair.request() != null) {
            results.add(new ActionResult(
                    repair.request(),
                    true,
                    repair.kind().label() + " of " + repair.request().target() + " done",
                    repair.startedMs(),
                    nowMs));
        }
    }

    private void count(int[] users, long second) {
        Dice dice = Dice.of(seed, OUTCOME_TOPIC, second);
        double patience = parameters.traffic().patienceMs() / SECOND;
        for (int journey = 0; journey < users.length; journey++) {
            Operation operation = Operation.ALL[journey];
            double failure = flow.failure(operation);
            int lost = dice.binomial(users[journey], failure + (1 - failure) * flow.beyond(operation, patience));
            requests += users[journey];
            failed += lost;
            if (operation == Operation.CHECKOUT) {
                orders += users[journey] - lost;
            }
        }
    }

    /** The routine of a day: the nightly backup, and good releases. */
    private void routine(long second, Consumer<Observation> out) {
        int ofDay = (int) StrictMath.floorMod(second, (long) DAY_SECONDS);
        double backupStart = parameters.routine().backupHour() * HOUR_SECONDS;
        ServiceState database = services.get(Service.DATABASE);
        if (ofDay >= backupStart && ofDay < backupStart + parameters.routine().backupMinutes() * 60) {
            database.work *= parameters.routine().backupFactor();
        }
        double connections = 0;
        for (ServiceState s : services.values()) {
            connections += s.pool(s.instances());
        }
        database.work *= StrictMath.max(1, connections / parameters.plumbing().databaseLimit());
        Dice dice = Dice.of(seed, RELEASE_TOPIC, second);
        if (dice.uniform() < parameters.routine().releasesPerDay() / DAY_SECONDS) {
            release(
                    FaultKind.BAD_DEPLOY
                            .targets()
                            .get(dice.below(FaultKind.BAD_DEPLOY.targets().size())),
                    out);
        }
    }

    /** Nobody releases during an incident. */
    private void release(Service service, Consumer<Observation> out) {
        if (damage.faults().isEmpty() && refusal(ActionKind.ROLL_BACK, service).isEmpty()) {
            begin(null, ActionKind.ROLL_BACK, service);
            deploy(service, out);
        }
    }

    private void deploy(Service service, Consumer<Observation> out) {
        releases++;
        String release = "1." + releases;
        reporter.deploy(service, release, released.put(service, release), nowMs, out);
    }
}
