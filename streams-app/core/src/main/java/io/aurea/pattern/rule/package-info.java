/** The rules that read the trends of one cycle and report what each shows, window by window. */
package io.aurea.pattern.rule;
