package io.aurea.topology;

import io.aurea.cycle.TenantCycles;
import io.aurea.observation.CommandRules;
import io.aurea.observation.ObservationRules;
import io.aurea.policy.PoliciesInForce;
import io.aurea.schema.Command;
import io.aurea.schema.CommandKind;
import io.aurea.schema.LoopEvent;
import io.aurea.schema.Observation;
import io.aurea.schema.Outcome;
import io.aurea.schema.OutcomeStatus;
import io.aurea.schema.Policy;
import io.aurea.topic.RecordKeys;
import io.aurea.topic.Topics;
import io.aurea.window.Forgetting;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/**
 * Forwards outcomes, commands and policies to the loop, repartitioned by tenant; a command to forget goes by way of observe.
 * Stateless but for where it reads.
 */
final class ForwardProcessor implements Processor<byte[], byte[], Object, Object> {

    private final Map<String, Decoding<?>> decodings;
    private final Encoding<LoopEvent> loop;
    private final Encoding<Observation> observations;
    private final UnreadRecords unread;
    private final Map<String, UnreadRecords.Next> next = new HashMap<>();
    private ProcessorContext<Object, Object> context;
    private DeadLetters deadLetters;

    ForwardProcessor(
            Decoding<Outcome> outcomes,
            Decoding<Command> commands,
            Decoding<Policy> policies,
            Encoding<LoopEvent> loop,
            Encoding<Observation> observations,
            UnreadRecords unread) {
        this.decodings = Map.of(
                Topics.OUTCOMES.name(), outcomes,
                Topics.COMMANDS.name(), commands,
                Topics.POLICIES.name(), policies);
        this.loop = loop;
        this.observations = observations;
        this.unread = unread;
    }

    @Override
    public void init(ProcessorContext<Object, Object> processorContext) {
        context = processorContext;
        deadLetters = new DeadLetters(context, Names.FORWARD_DEAD_LETTERS_SINK);
        decodings
                .keySet()
                .forEach(topic ->
                        next.put(topic, unread.next(topic, context.taskId().partition())));
    }

    @Override
    public void process(Record<byte[], byte[]> arrived) {
        RecordMetadata at = context.recordMetadata().orElseThrow();
        String topic = at.topic();
        next.get(topic).read(at);
        try {
            if (arrived.value() == null && topic.equals(Topics.POLICIES.name())) {
                // Of a forgotten tenant, which the loop hears of by a command.
                return;
            }
            Object event = decodings.get(topic).decode(arrived.value());
            context.forward(
                    new Record<Object, Object>(
                            tenantOf(event),
                            loop.encode(new LoopEvent(TenantCycles.NO_PARTITION, event)),
                            arrived.timestamp()),
                    Names.FORWARD_LOOP_SINK);
            if (event instanceof Command command && command.getKind() == CommandKind.FORGET) {
                forget(command, arrived.timestamp());
            }
        } catch (Decoding.Broken e) {
            deadLetters.send(ReadRecord.of(arrived, context), "REJECTED", e.getMessage());
        }
    }

    /** Every partition of observe forgets, and passes it on to the loop, which knows by then that a command has asked for it. */
    private void forget(Command command, long timestamp) {
        context.forward(
                new Record<Object, Object>(
                        RecordKeys.NOBODY,
                        observations.encode(Forgetting.of(command).tick()),
                        timestamp),
                Names.FORGET_SINK);
    }

    private static String tenantOf(Object event) throws Decoding.Broken {
        if (event instanceof Outcome outcome) {
            require(!outcome.getDecisionId().isEmpty(), "decision_id is missing");
            require(
                    outcome.getStatus() != OutcomeStatus.UNKNOWN,
                    "status is unknown; allowed: SUCCEEDED, FAILED, TIMED_OUT, SKIPPED");
            return tenant(outcome.getTenantId());
        }
        if (event instanceof Command command) {
            require(
                    command.getKind() != CommandKind.UNKNOWN,
                    "kind is unknown; allowed: APPROVE, REJECT, PAUSE, RESUME, AUTONOMY, MAINTENANCE, DRY_RUN, ACCEPT, FORGET");
            refuse(CommandRules.violation(command));
            return command.getTenantId();
        }
        String name = ((Policy) event).getTenantId();
        return name.equals(PoliciesInForce.EVERY_TENANT) ? name : tenant(name);
    }

    private static String tenant(String name) throws Decoding.Broken {
        refuse(ObservationRules.tenantViolation(name));
        return name;
    }

    private static void refuse(Optional<String> violation) throws Decoding.Broken {
        if (violation.isPresent()) {
            throw new Decoding.Broken(violation.get());
        }
    }

    private static void require(boolean holds, String otherwise) throws Decoding.Broken {
        if (!holds) {
            throw new Decoding.Broken(otherwise);
        }
    }
}
