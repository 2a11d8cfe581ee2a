package io.aurea.shop;

/** A parameter of the shop is not in order. The message is one line: where it stands, its value, what is allowed. */
public final class ShopParameterException extends RuntimeException {

    ShopParameterException(String message) {
        super(message);
    }
}
