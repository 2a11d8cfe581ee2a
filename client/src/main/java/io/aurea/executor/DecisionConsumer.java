package io.aurea.executor;

import io.aurea.backoff.Backoff;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.SerializationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads decisions, and incidents if a handler wants their news, and claims what handlers want. A decision is claimed by
 * committing the offset behind it; only when the brokers have accepted that, its handler is run. Of an incident that has
 * several news, each is claimed by itself, and all but the last by what the commit remembers.
 *
 * <p>Why this is at most once. The brokers take a commit only from a member of the group's present generation, so of
 * two instances that have read the same record at most one commits. The other one, and one whose commit ends in an
 * exception, runs nothing; where the fate of a commit is unknown, it rejoins as a new member, so that the old commit
 * cannot land after a later one. Nothing that is read is kept unclaimed from one poll to the next: a decision that
 * cannot begin yet is left in the topic, by seeking back to its offset. A decision that appears in the topic a second
 * time is recognised by {@link RecentClaims}.
 *
 * <p>One thread runs it; {@link #close}, {@link #awaitReady} and {@link #failure} may be called by any.
 */
final class DecisionConsumer implements Runnable, ConsumerRebalanceListener {
    private static final Logger LOG = LoggerFactory.getLogger(DecisionConsumer.class);

    private static final Duration POLL = Duration.ofMillis(200);
    /** How often records that no handler wants are committed, so that a restart does not read them again. */
    private static final long PROGRESS_NANOS = TimeUnit.SECONDS.toNanos(5);

    private static final Backoff BACKOFF = new Backoff(500, 30_000);
    private static final Duration LEAVE_LIMIT = Duration.ofSeconds(2);

    private final Supplier<Consumer<byte[], byte[]>> consumers;
    private final Map<String, ClaimSource> sources;
    private final HandlerExecutor executions;
    private final SafeListener listener;

    private final CountDownLatch ready = new CountDownLatch(1);
    private final CountDownLatch closing = new CountDownLatch(1);
    private volatile RuntimeException failure;

    private Consumer<byte[], byte[]> consumer;
    private final Map<TopicPartition, RecentClaims> owned = new HashMap<>();
    private boolean assigned;
    private long progressAt;
    private int failures;

    /** @param sources by the name of the topic: these are read, and no others */
    DecisionConsumer(
            Supplier<Consumer<byte[], byte[]>> consumers,
            Map<String, ClaimSource> sources,
            HandlerExecutor executions,
            SafeListener listener) {
        this.consumers = consumers;
        this.sources = Map.copyOf(sources);
        this.executions = executions;
        this.listener = listener;
    }

    /** Returns when it is closed, or when it can no longer read, see {@link #failure}. */
    @Override
    public void run() {
        try {
            while (!isClosing()) {
                try {
                    readAsNewMember();
                } catch (RuntimeException failed) {
                    if (!isRetriable(failed)) {
                        throw failed;
                    }
                    long pauseMs = BACKOFF.pauseMs(failures++);
                    LOG.warn("Cannot read decisions, trying again in {} ms", pauseMs, failed);
                    closing.await(pauseMs, TimeUnit.MILLISECONDS);
                }
            }
        } catch (RuntimeException failed) {
            LOG.error("Stopped reading decisions", failed);
            failure = failed;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void readAsNewMember() {
        consumer = consumers.get();
        try {
            consumer.subscribe(sources.keySet(), this);
            while (!isClosing()) {
                step();
            }
            commitProgress();
        } finally {
            owned.clear();
            consumer.close(CloseOptions.timeout(LEAVE_LIMIT));
        }
    }

    /** Takes the records of one poll. */
    void step() {
        ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
        for (TopicPartition partition : records.partitions()) {
            take(partition, records.records(partition));
        }
        if (!executions.full()) {
            consumer.resume(consumer.paused());
        }
        boolean due = assigned || System.nanoTime() - progressAt > PROGRESS_NANOS;
        if (due && commitProgress() && assigned) {
            assigned = false;
            failures = 0;
            ready.countDown();
        }
    }

    private void take(TopicPartition partition, List<ConsumerRecord<byte[], byte[]>> records) {
        for (ConsumerRecord<byte[], byte[]> record : records) {
            List<Claim> claims = claims(record);
            for (int n = 0; n < claims.size(); n++) {
                // Before the last of them the record itself is not done with.
                long next = n == claims.size() - 1 ? record.offset() + 1 : record.offset();
                if (!begin(partition, record, claims.get(n), next)) {
                    goBack(partition, record.offset());
                    return;
                }
            }
        }
    }

    /**
     * False if it is not claimed: no handler may begin now, or the partition is another member's.
     *
     * @param next the offset from which to read on
     */
    private boolean begin(TopicPartition partition, ConsumerRecord<byte[], byte[]> record, Claim claim, long next) {
        RecentClaims known = owned.get(partition);
        if (known == null) {
            return false;
        }
        if (known.contains(claim.hash())) {
            if (next > record.offset()) {
                LOG.warn("{} offset {} has {} again; it is not run a second time", partition, record.offset(), claim);
            }
            return true;
        }
        if (!executions.reserve()) {
            consumer.pause(consumer.assignment());
            return false;
        }
        boolean begun = false;
        try {
            RecentClaims more = known.with(claim.hash());
            if (commit(Map.of(partition, new OffsetAndMetadata(next, record.leaderEpoch(), more.text())))) {
                owned.put(partition, more);
                executions.begin(claim);
                begun = true;
            }
            return begun;
        } finally {
            if (!begun) {
                executions.giveBack();
            }
        }
    }

    private void goBack(TopicPartition partition, long offset) {
        if (consumer.assignment().contains(partition)) {
            consumer.seek(partition, offset);
        }
    }

    /** What handlers want of it; none of a record that cannot be read. */
    private List<Claim> claims(ConsumerRecord<byte[], byte[]> record) {
        try {
            return sources.get(record.topic()).of(record);
        } catch (SerializationException unreadable) {
            LOG.error(
                    "{}-{} offset {} cannot be read and is skipped",
                    record.topic(),
                    record.partition(),
                    record.offset(),
                    unreadable);
            listener.unreadable(record.topic(), record.partition(), record.offset(), unreadable);
            return List.of();
        }
    }

    /** Commits what was read: every record is claimed, or wanted by no handler. */
    private boolean commitProgress() {
        Map<TopicPartition, OffsetAndMetadata> read = new HashMap<>();
        owned.forEach((partition, claims) ->
                read.put(partition, new OffsetAndMetadata(consumer.position(partition), claims.text())));
        progressAt = System.nanoTime();
        return read.isEmpty() || commit(read);
    }

    /**
     * Whether the brokers have accepted it; false when this member is not, or no longer, part of the group's
     * generation.
     */
    private boolean commit(Map<TopicPartition, OffsetAndMetadata> offsets) {
        try {
            consumer.commitSync(offsets);
            return true;
        } catch (CommitFailedException | RebalanceInProgressException notOurs) {
            LOG.info("{} is not claimed: {}", offsets.keySet(), notOurs.getMessage());
            return false;
        }
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
        assigned = true;
        Map<TopicPartition, OffsetAndMetadata> committed = consumer.committed(new HashSet<>(partitions));
        for (TopicPartition partition : partitions) {
            OffsetAndMetadata last = committed.get(partition);
            owned.put(partition, last == null ? RecentClaims.NONE : RecentClaims.parse(last.metadata()));
        }
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
        owned.keySet().removeAll(new HashSet<>(partitions));
    }

    private static boolean isRetriable(Throwable failed) {
        for (Throwable t = failed; t != null; t = t.getCause()) {
            if (t instanceof RetriableException) {
                return true;
            }
        }
        return false;
    }

    private boolean isClosing() {
        return closing.getCount() == 0;
    }

    /** Makes {@link #run} return; a commit in progress is finished first. */
    void close() {
        closing.countDown();
    }

    /** Whether, within this time, the group has assigned its partitions and it knows where to read from. */
    boolean awaitReady(Duration limit) throws InterruptedException {
        return ready.await(limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Why it ended by itself; empty if it did not. */
    Optional<RuntimeException> failure() {
        return Optional.ofNullable(failure);
    }
}
