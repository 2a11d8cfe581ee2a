package io.aurea.shop;

/** A parameter of the shop is invalid. The message is one line: its place, its value, what is allowed. */
public final class ShopParameterException extends RuntimeException {

    ShopParameterException(String message) {
        super(message);
    }
}
