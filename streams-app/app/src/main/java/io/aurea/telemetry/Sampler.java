package io.aurea.telemetry;

import java.util.List;

/**
 * Reads one part of the machine. Called again and again, by one thread at a time but not always the same one, so rates
 * may be kept from one call to the next.
 */
public interface Sampler {

    /** The observations' source: a short noun such as {@code host}, in the alphabet of sources. */
    String source();

    /**
     * Reads the current state. A server that answers badly or not at all is a reading, if there is one for that;
     * otherwise it is an exception, which {@link SelfObservation} publishes as a failed operation.
     *
     * @throws InterruptedException when it takes too long and is told to stop
     */
    List<SampledValue> sample() throws Exception;
}
