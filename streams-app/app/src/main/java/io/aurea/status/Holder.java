package io.aurea.status;

import java.util.Optional;
import java.util.Set;

/**
 * The caller.
 *
 * @param name recorded in commands as {@code issued_by}; null without a token
 * @param tenants those the holder is limited to; empty for all
 */
record Holder(String name, Optional<Set<String>> tenants) {
    static final Holder NOBODY = new Holder(null, Optional.empty());

    boolean may(String tenant) {
        return tenants.isEmpty() || tenants.get().contains(tenant);
    }

    boolean hasToken() {
        return name != null;
    }
}
