/**
 * For programs that stand in for an operator: commands to the loop, and what has come of them. {@link
 * io.aurea.command.LoopCommands} is all of it, and public API.
 */
package io.aurea.command;
