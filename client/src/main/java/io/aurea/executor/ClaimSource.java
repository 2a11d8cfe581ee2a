package io.aurea.executor;

import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** What handlers want of one topic. */
interface ClaimSource {

    /**
     * What they want of a record, in the order in which it is to begin; mostly nothing.
     *
     * @throws org.apache.kafka.common.errors.SerializationException if it is not one of this topic
     */
    List<Claim> of(ConsumerRecord<byte[], byte[]> record);
}
