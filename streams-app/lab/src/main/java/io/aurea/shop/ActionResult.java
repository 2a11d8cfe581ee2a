package io.aurea.shop;

/**
 * How an action ended.
 *
 * @param succeeded whether it was carried out, which says nothing about whether it helped
 * @param message what was done, or why not, for a person
 * @param startedMs when it was requested, epoch milliseconds
 * @param finishedMs when it was done or refused, epoch milliseconds
 */
public record ActionResult(ShopAction action, boolean succeeded, String message, long startedMs, long finishedMs) {}
