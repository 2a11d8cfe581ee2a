package io.aurea.evaluate;

import io.aurea.shop.ShopDependencies;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The policy that {@code aurea evaluate} runs the loop under: the shop on its real time scale. */
public final class ShopPolicy {
    private static final String FILE = "shop-policy.yaml";

    private ShopPolicy() {}

    public static String yaml() {
        try (InputStream in = ShopPolicy.class.getResourceAsStream(FILE)) {
            return ShopDependencies.after(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
