package io.aurea.shop;

import java.util.Arrays;
import java.util.stream.Collectors;

/** Which services depend on which, as the shop's policies tell the loop. */
public final class ShopDependencies {
    private ShopDependencies() {}

    /** The text of a policy that names no dependencies, and after it those of the shop. */
    public static String after(String policy) {
        return Arrays.stream(Operation.ALL)
                .flatMap(caller -> caller.calls().stream().map(call -> "  - %s -> %s\n"
                        .formatted(
                                caller.service().source(),
                                call.callee().service().source())))
                .distinct()
                .collect(Collectors.joining("", policy + "\ndependencies:\n", ""));
    }
}
