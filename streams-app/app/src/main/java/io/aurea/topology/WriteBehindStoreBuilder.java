package io.aurea.topology;

import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.streams.state.StoreBuilder;

/** Builds a kind of {@link WriteBehindStore}. Its changelog is mandatory: without it the state would be lost. */
final class WriteBehindStoreBuilder<S extends WriteBehindStore> implements StoreBuilder<S> {
    private final String name;
    private final Function<String, S> kind;
    private Map<String, String> logConfig = Map.of();

    /** @param kind creates a store with this name */
    WriteBehindStoreBuilder(String name, Function<String, S> kind) {
        this.name = name;
        this.kind = kind;
    }

    @Override
    public StoreBuilder<S> withCachingEnabled() {
        return this;
    }

    @Override
    public StoreBuilder<S> withCachingDisabled() {
        return this;
    }

    @Override
    public StoreBuilder<S> withLoggingEnabled(Map<String, String> config) {
        logConfig = Map.copyOf(config);
        return this;
    }

    @Override
    public StoreBuilder<S> withLoggingDisabled() {
        throw new IllegalStateException("store " + name + " keeps its state in its changelog only");
    }

    @Override
    public S build() {
        return kind.apply(name);
    }

    @Override
    public Map<String, String> logConfig() {
        return logConfig;
    }

    @Override
    public boolean loggingEnabled() {
        return true;
    }

    @Override
    public String name() {
        return name;
    }
}
