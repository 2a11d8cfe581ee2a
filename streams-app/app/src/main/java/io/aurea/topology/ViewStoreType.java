package io.aurea.topology;

import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.state.QueryableStoreType;
import org.apache.kafka.streams.state.internals.StateStoreProvider;

/** Lets interactive queries find the views of a partition. */
public final class ViewStoreType implements QueryableStoreType<TenantViews> {
    /** Name of the store, for {@code KafkaStreams.queryMetadataForKey} with the tenant as key. */
    public static final String STORE = Names.VIEWS_STORE;

    private ViewStoreType() {}

    /** The views of this partition, the owner's or a copy. */
    public static StoreQueryParameters<TenantViews> of(int partition) {
        return StoreQueryParameters.fromNameAndType(STORE, new ViewStoreType())
                .withPartition(partition)
                .enableStaleStores();
    }

    @Override
    public boolean accepts(StateStore store) {
        return store instanceof TenantViews;
    }

    @Override
    public TenantViews create(StateStoreProvider provider, String name) {
        return provider.stores(name, this).get(0);
    }
}
