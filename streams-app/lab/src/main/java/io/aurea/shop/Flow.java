package io.aurea.shop;

import io.aurea.shop.Operation.Call;
import io.aurea.shop.ShopParameters.Plumbing;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * How requests flow through the shop in one second: from the users down to the database, and answers and failures back up.
 *
 * <p>Each service is a pool of threads that share its cores. A request holds a thread for its CPU time and for as long
 * as its calls take, so a slow callee uses up the threads of its callers. Requests beyond the capacity wait in a
 * backlog up to a limit, and are rejected beyond it. Database calls also need a connection, a queue of the same kind.
 * Response times are a backlog's delay plus an Erlang-2 time; what exceeds a caller's limit is a timeout. Failed calls
 * are retried as the callee's sizing says, and so add to the load; how much is taken from the previous second. All
 * times are seconds. Not thread-safe.
 */
final class Flow {
    private static final double REFUSAL = 0.002;
    private static final int OPERATIONS = Operation.ALL.length;

    private final Plumbing plumbing;
    private final Map<Service, ServiceState> services;
    private final ServiceState[] states = new ServiceState[Service.ALL.length];
    private final Operation[][] operationsOf = new Operation[Service.ALL.length][];
    private final Call[][] calls = new Call[OPERATIONS][];
    private final FailureMix[] failures = new FailureMix[OPERATIONS];
    private final double[] rate = new double[OPERATIONS];
    private final double[] mean = new double[OPERATIONS];
    /** Share of call attempts that failed or were late. */
    private final double[] attempt = new double[OPERATIONS];
    /** Duration of a call attempt. */
    private final double[] hold = new double[OPERATIONS];
    /** Share of call attempts that were late but did not fail. */
    private final double[] late = new double[OPERATIONS];

    private double missShare;

    Flow(Plumbing plumbing, Map<Service, ServiceState> services) {
        this.plumbing = plumbing;
        this.services = new EnumMap<>(services);
        services.forEach((service, state) -> states[service.ordinal()] = state);
        for (Service service : Service.ALL) {
            operationsOf[service.ordinal()] = Arrays.stream(Operation.ALL)
                    .filter(o -> o.service() == service)
                    .toArray(Operation[]::new);
        }
        for (Operation operation : Operation.ALL) {
            List<Call> list = operation.calls();
            calls[operation.ordinal()] = list.toArray(Call[]::new);
            failures[operation.ordinal()] = new FailureMix();
        }
    }

    /**
     * Advances the shop by one second.
     *
     * @param users requests of each journey in that second
     * @param missShare share of product reads that miss the cache
     */
    void second(int[] users, double missShare, long nowMs) {
        this.missShare = missShare;
        rates(users);
        for (int s = states.length - 1; s >= 0; s--) {
            answer(states[s], operationsOf[s], nowMs);
        }
    }

    /** Requests of this operation per second. */
    double rate(Operation operation) {
        return rate[operation.ordinal()];
    }

    /** Share of them that fail. */
    double failure(Operation operation) {
        return failures[operation.ordinal()].failure();
    }

    FailureMix failures(Operation operation) {
        return failures[operation.ordinal()];
    }

    /** Mean response time without the backlog's delay. */
    double mean(Operation operation) {
        return mean[operation.ordinal()];
    }

    /** Probability that a response of this operation takes longer than this. */
    double beyond(Operation operation, double limit) {
        return Queueing.beyond(limit, services.get(operation.service()).delay, mean[operation.ordinal()]);
    }

    private void rates(int[] users) {
        Arrays.fill(rate, 0);
        for (Operation operation : Operation.ALL) {
            int o = operation.ordinal();
            if (o < users.length) {
                rate[o] = users[o];
            }
            ServiceState caller = states[operation.service().ordinal()];
            double reaching = rate[o] * (1 - caller.rejected) * (1 - caller.stopped);
            for (Call call : calls[o]) {
                int c = call.callee().ordinal();
                int retries = states[call.callee().service().ordinal()].sizing.retries();
                double made = reaching * times(call) * (1 + retries * attempt[c]);
                if (call.callee() == Operation.QUERY) {
                    made *= (1 - caller.denied) * (1 - caller.poolRefused);
                }
                rate[c] += made;
                if (!call.dispensable()) {
                    reaching *= 1 - failed(call, attempt[c], retries);
                }
            }
        }
    }

    private double times(Call call) {
        return call.onMiss() ? call.times() * missShare : call.times();
    }

    /** Share of the requests with this call that it fails: with a retry, both attempts must fail. */
    private double failed(Call call, double attemptFailure, int retries) {
        double single = retries == 0 ? attemptFailure : attemptFailure * attemptFailure;
        double times = times(call);
        return times <= 1 ? times * single : 1 - StrictMath.pow(1 - single, times);
    }

    private void answer(ServiceState s, Operation[] operations, long nowMs) {
        int up = s.up(nowMs);
        double total = 0;
        for (Operation operation : operations) {
            total += rate[operation.ordinal()];
        }
        s.rate = total;
        if (up == 0) {
            down(s, operations);
        } else {
            connections(s, operations, up);
            threads(s, operations, up, total);
            for (Operation operation : operations) {
                failures(s, operation);
            }
        }
        for (Operation operation : operations) {
            seenByCallers(s, operation.ordinal(), up);
        }
    }

    private void down(ServiceState s, Operation[] operations) {
        s.backlog = 0;
        s.poolBacklog = 0;
        s.rejected = 0;
        s.delay = 0;
        s.queue = 0;
        s.cpu = 0;
        s.poolUsage = 0;
        s.poolRefused = 0;
        s.poolWait = 0;
        for (Operation operation : operations) {
            FailureMix mix = failures[operation.ordinal()];
            mix.clear();
            mix.add(Cause.REFUSED, operation, 1);
            mean[operation.ordinal()] = REFUSAL;
        }
    }

    /** The queue for database connections. */
    private void connections(ServiceState s, Operation[] operations, int up) {
        if (s.sizing.pool() == 0) {
            return;
        }
        double asked = 0;
        for (Operation operation : operations) {
            for (Call call : calls[operation.ordinal()]) {
                if (call.callee() == Operation.QUERY) {
                    asked += rate[operation.ordinal()] * times(call) * (1 - s.denied);
                }
            }
        }
        double all = s.pool(up);
        double held = StrictMath.min(all, s.held * s.sizing.instances() * s.sizing.pool());
        double free = all - held;
        double holding = plumbing.holdingFactor() * StrictMath.max(REFUSAL, hold[Operation.QUERY.ordinal()]);
        double limit = plumbing.poolTimeoutMs() / 1_000;
        double capacity = free / holding;
        double waiting = StrictMath.max(0, s.poolBacklog + asked - capacity);
        double most = limit * capacity;
        s.poolRefused = asked > 0 ? StrictMath.min(1, StrictMath.max(0, waiting - most) / asked) : 0;
        s.poolBacklog = StrictMath.min(waiting, most);
        double rho = capacity > 0 ? asked / capacity : 1;
        double backlogWait = capacity > 0 ? s.poolBacklog / capacity : limit;
        double servers = StrictMath.max(1, free);
        s.poolWait = StrictMath.min(limit, backlogWait + Queueing.wait(rho, servers, holding));
        s.poolUsage = StrictMath.min(1, (held + StrictMath.min(free, asked * holding)) / all);
    }

    /** The queue for threads, and how long each is held. */
    private void threads(ServiceState s, Operation[] operations, int up, double total) {
        double cores = s.cores(up);
        double threads = (double) up * s.sizing.threads();
        double work = s.sizing.workMs() / 1_000 * s.work * s.cold;
        double load = 0;
        for (Operation operation : operations) {
            load += rate[operation.ordinal()] * operation.workFactor() * work;
        }
        double meanWork = total > 0 ? load / total : work;
        double stretch = meanWork > 0 ? Queueing.stretched(total, meanWork, cores, threads) / meanWork : 1;
        double holding = 0;
        for (Operation operation : operations) {
            int o = operation.ordinal();
            mean[o] = operation.workFactor() * work * stretch + blocked(s, calls[o]);
            holding += total > 0 ? rate[o] / total * mean[o] : mean[o] / operations.length;
        }
        double capacity = threads / holding;
        double waiting = StrictMath.max(0, s.backlog + total - capacity);
        double most = s.sizing.queueMs() / 1_000 * capacity;
        s.rejected = total > 0 ? StrictMath.min(1, StrictMath.max(0, waiting - most) / total) : 0;
        s.backlog = StrictMath.min(waiting, most);
        s.delay = s.backlog / capacity;
        double wait = Queueing.wait(total / capacity, threads, holding);
        for (Operation operation : operations) {
            mean[operation.ordinal()] += wait;
        }
        s.queue = s.backlog + total * wait + s.poolBacklog;
        double instanceCores = (double) up * s.sizing.cores();
        double taken = s.stolen * StrictMath.min(up, s.sizing.instances()) * s.sizing.cores();
        s.cpu = StrictMath.min(1, (StrictMath.min(cores, load) + taken) / instanceCores);
    }

    /** How long a request waits for its calls. */
    private double blocked(ServiceState s, Call[] made) {
        double time = 0;
        for (Call call : made) {
            int c = call.callee().ordinal();
            int retries = states[call.callee().service().ordinal()].sizing.retries();
            double one = hold[c] * (1 + retries * attempt[c]);
            if (call.callee() == Operation.QUERY) {
                one = (1 - s.denied) * (s.poolWait + (1 - s.poolRefused) * one);
            }
            time += times(call) * one;
        }
        return time;
    }

    private void failures(ServiceState s, Operation operation) {
        FailureMix mix = failures[operation.ordinal()];
        mix.clear();
        mix.add(Cause.STOPPED, null, s.stopped);
        mix.add(Cause.OVERLOAD, null, s.rejected);
        mix.add(Cause.UNKNOWN, null, plumbing.backgroundErrors());
        mix.add(Cause.DEFECT, null, s.defect);
        mix.add(Cause.CARRIER, null, s.carrier);
        for (Call call : calls[operation.ordinal()]) {
            if (call.dispensable()) {
                continue;
            }
            int c = call.callee().ordinal();
            ServiceState callee = states[call.callee().service().ordinal()];
            if (call.callee() == Operation.QUERY) {
                double once = StrictMath.min(1, times(call));
                mix.add(Cause.DENIED, call.callee(), once * s.denied);
                mix.add(Cause.POOL, call.callee(), once * s.poolRefused);
            }
            double failed = failed(call, attempt[c], callee.sizing.retries());
            double lateShare = attempt[c] > 0 ? late[c] / attempt[c] : 0;
            FailureMix below = failures[c];
            Cause rest = below.failure() >= 1 && below.cause(0) == Cause.REFUSED ? Cause.REFUSED : Cause.UPSTREAM;
            double tooLate = failed * lateShare;
            mix.add(Cause.TIMEOUT, call.callee(), tooLate);
            if (tooLate < 1) {
                mix.add(rest, call.callee(), (failed - tooLate) / (1 - tooLate));
            }
        }
        if (operation == Operation.QUERY) {
            // The database also cancels what its callers no longer wait for, and counts it.
            double before = mix.failure();
            mix.add(Cause.STATEMENT, null, beyond(operation, s.sizing.timeoutMs() / 1_000));
            late[operation.ordinal()] = mix.failure() - before;
        }
    }

    private void seenByCallers(ServiceState s, int o, int up) {
        double limit = s.sizing.timeoutMs() / 1_000;
        double failure = failures[o].failure();
        if (up == 0) {
            late[o] = 0;
            attempt[o] = 1;
            hold[o] = REFUSAL;
            return;
        }
        if (o == Operation.QUERY.ordinal()) {
            attempt[o] = failure;
        } else {
            late[o] = (1 - failure) * Queueing.beyond(limit, s.delay, mean[o]);
            attempt[o] = failure + late[o];
        }
        hold[o] = Queueing.capped(limit, s.delay, mean[o]);
    }
}
