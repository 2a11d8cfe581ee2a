package io.aurea.status;

import io.aurea.topology.TenantViews;
import io.aurea.view.TenantView;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** The views of a partition without tenants. */
final class NoViews implements TenantViews {

    @Override
    public boolean owned() {
        return true;
    }

    @Override
    public Optional<TenantView> view(String tenant) {
        return Optional.empty();
    }

    @Override
    public List<String> tenants() {
        return List.of();
    }

    @Override
    public OptionalLong asOfMs() {
        return OptionalLong.empty();
    }
}
