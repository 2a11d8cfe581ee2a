/**
 * For programs that stand in for an operator: commands to the loop, and their results.
 *
 * <p>What is public here is API: {@link io.aurea.command.LoopCommands}.
 */
package io.aurea.command;
