package io.aurea.topology;

import java.util.Map;
import org.apache.kafka.streams.state.StoreBuilder;

/** Builds a {@link SnapshotStore}. Its changelog is not optional: without it the state would be lost. */
final class SnapshotStoreBuilder implements StoreBuilder<SnapshotStore> {
    private final String name;
    private Map<String, String> logConfig = Map.of();

    SnapshotStoreBuilder(String name) {
        this.name = name;
    }

    @Override
    public StoreBuilder<SnapshotStore> withCachingEnabled() {
        return this;
    }

    @Override
    public StoreBuilder<SnapshotStore> withCachingDisabled() {
        return this;
    }

    @Override
    public StoreBuilder<SnapshotStore> withLoggingEnabled(Map<String, String> config) {
        logConfig = Map.copyOf(config);
        return this;
    }

    @Override
    public StoreBuilder<SnapshotStore> withLoggingDisabled() {
        throw new IllegalStateException("store " + name + " keeps its state in its changelog only");
    }

    @Override
    public SnapshotStore build() {
        return new SnapshotStore(name);
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
