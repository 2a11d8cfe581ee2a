package io.aurea.telemetry;

import java.util.List;

/**
 * Reads one part of the machine. Called repeatedly, by one thread at a time but not always the same one, so it may keep
 * state for rates.
 */
public interface Sampler {

    /** The observations' source: a short noun such as {@code host}, in the alphabet of sources. */
    String source();

    /**
     * Reads the current state. A server that answers badly or not at all is a reading, if there is a value for that;
     * otherwise an exception, which {@link SelfObservation} publishes as a failed operation.
     *
     * @throws InterruptedException when it takes too long and is interrupted
     */
    List<SampledValue> sample() throws Exception;
}
