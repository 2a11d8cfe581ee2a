package io.aurea.shop;

/**
 * An action requested of the shop.
 *
 * @param id identifies the request; returned with its result
 * @param action label of an {@link ActionKind}; anything else is refused
 * @param target source of a {@link Service}; anything for a business action
 */
public record ShopAction(String id, String action, String target) {}
