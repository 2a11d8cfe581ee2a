/**
 * For programs that act as an operator: commands to the loop, and their results.
 *
 * <p>What is public here is API: {@link io.aurea.command.LoopCommands}.
 */
package io.aurea.command;
