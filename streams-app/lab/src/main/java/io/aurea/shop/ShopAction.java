package io.aurea.shop;

/**
 * Something that is to be done to the shop.
 *
 * @param id names the request; its result carries it
 * @param action label of an {@link ActionKind}; anything else is refused
 * @param target source of a {@link Service}; of a business action anything
 */
public record ShopAction(String id, String action, String target) {}
