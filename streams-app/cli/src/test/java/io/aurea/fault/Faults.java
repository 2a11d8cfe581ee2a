package io.aurea.fault;

import io.aurea.fixture.FakedClock;
import io.aurea.fixture.FaultyStack;
import io.aurea.fixture.NewerPublisher;
import io.aurea.fixture.RegistryProxy.Answers;
import io.aurea.fixture.SmallDisk;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/**
 * What may go wrong, by name.
 *
 * @param lasts how long something is away
 * @param endTxn how long the end of a transaction is held back
 */
record Faults(Duration lasts, Duration endTxn) {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Duration BEYOND_THE_SESSION = Duration.ofSeconds(9);
    private static final int MOST_LATER_MS = 400;

    /** More than the loop says of itself meanwhile. */
    private static final int AT_WORK = 500;

    private static final Random LATER = new Random(20);

    /** All, in an order in which one leaves nothing behind for the next. */
    Map<String, Fault> all() {
        Map<String, Fault> all = new LinkedHashMap<>();
        all.put("executor", Faults::killTheExecutor);
        all.put("postgres-stopped", this::stopPostgres);
        all.put("connect", Faults::killConnect);
        all.put("registry-down", (stack, load) -> registryAnswers(stack, load, Answers.DOWN));
        all.put("registry-html", (stack, load) -> registryAnswers(stack, load, Answers.HTML));
        all.put("registry-hangs", (stack, load) -> registryAnswers(stack, load, Answers.NEVER));
        all.put("zombie", Faults::pauseAnInstance);
        all.put("endtxn", this::delayEndTxn);
        all.put("disk-full", this::fillTheDisk);
        all.put("no-leader", this::takeTheLeader);
        all.put("broker", this::killTheBroker);
        all.put("clock", this::moveTheClock);
        return all;
    }

    /** An instance dies in the middle of its work, and another takes its place. */
    static void killAnInstance(FaultyStack stack, int which) throws Exception {
        awaitCommit(stack, stack.committed());
        TimeUnit.MILLISECONDS.sleep(LATER.nextInt(MOST_LATER_MS));
        stack.replace(which);
    }

    private static void killTheExecutor(FaultyStack stack, Load load) throws Exception {
        int before = stack.executor().executions().size();
        stack.executor().hold();
        load.begin();
        await("an execution has begun", () -> stack.executor().executions().size() > before);
        stack.executor().kill();
        stack.executor().release();
        stack.executor().start();
    }

    private void stopPostgres(FaultyStack stack, Load load) throws Exception {
        stack.stack().postgres().kill();
        load.begin();
        pause(lasts);
        stack.stack().postgres().restart();
    }

    private static void killConnect(FaultyStack stack, Load load) throws Exception {
        long before = Audit.rows(stack);
        load.begin();
        await("rows are written", () -> Audit.rows(stack) > before);
        stack.stack().connect().kill();
        stack.stack().connect().restart();
    }

    /** One instance starts without it, and the other is at work and needs it too. */
    private void registryAnswers(FaultyStack stack, Load load, Answers answers) throws Exception {
        NewerPublisher newer = load.newer();
        stack.registry().answers(answers);
        stack.replace(1);
        load.publish(newer);
        load.begin();
        pause(lasts);
        stack.registry().answers(Answers.AS_EVER);
        stack.awaitReady(1);
    }

    /** Longer than its group waits: the other takes its work over, and when it goes on it must not write any more. */
    private static void pauseAnInstance(FaultyStack stack, Load load) throws Exception {
        long before = stack.committed();
        load.begin();
        awaitCommit(stack, before);
        stack.instance(0).process().pause();
        pause(BEYOND_THE_SESSION);
        stack.instance(0).process().goOn();
    }

    private void delayEndTxn(FaultyStack stack, Load load) throws Exception {
        stack.broker().delayEndTxn(2, endTxn);
        load.begin();
        await("the end of two transactions is held back", () -> stack.broker().toDelay() == 0);
        pause(endTxn);
    }

    private void fillTheDisk(FaultyStack stack, Load load) throws Exception {
        if (stack.disk().isEmpty()) {
            System.out.println("fault disk-full: left out, only root can mount a small disk");
            load.begin();
            return;
        }
        SmallDisk disk = stack.disk().get();
        disk.fill();
        load.begin();
        await("PostgreSQL says so", () -> stack.postgresLog().contains("No space left on device"));
        pause(lasts);
        disk.free();
    }

    private void takeTheLeader(FaultyStack stack, Load load) throws Exception {
        stack.secondBroker().kill(FaultyStack.ELSEWHERE);
        load.begin();
        pause(lasts);
        stack.secondBroker().start();
    }

    /** Under the publisher too. */
    private void killTheBroker(FaultyStack stack, Load load) throws Exception {
        beginAndAwaitWork(stack, load);
        stack.stack().kafka().kill();
        pause(lasts.dividedBy(3));
        stack.stack().kafka().restart();
    }

    /** An hour ahead, at which every transaction has been open for too long, and behind; at its end the broker is killed. */
    private void moveTheClock(FaultyStack stack, Load load) throws Exception {
        try (FakedClock clock = FakedClock.of(stack.stack().kafka(), stack.folder())) {
            beginAndAwaitWork(stack, load);
            clock.jump(Duration.ofHours(1));
            pause(lasts.dividedBy(2));
            clock.jump(Duration.ofMinutes(-10));
            pause(lasts.dividedBy(2));
            clock.jump(Duration.ZERO);
        }
    }

    /** A publisher that begins without a broker ends; one at work waits for it. */
    private static void beginAndAwaitWork(FaultyStack stack, Load load) throws Exception {
        long before = stack.published();
        load.begin();
        await("the publisher is at work", () -> stack.published() > before + AT_WORK);
    }

    private static void awaitCommit(FaultyStack stack, long before) {
        await("the app commits", () -> stack.committed() > before);
    }

    private static void await(String what, Callable<Boolean> condition) {
        Awaitility.await(what)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .until(condition);
    }

    /** How long a fault lasts is part of it. */
    private static void pause(Duration time) throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(time.toMillis());
    }
}
