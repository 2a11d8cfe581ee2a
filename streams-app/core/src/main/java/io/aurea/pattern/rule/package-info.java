/** The rules that read the trends of one cycle and say what each of them shows, window by window. */
package io.aurea.pattern.rule;
