/** What an operator tells the loop, and the executor that carries decisions out. */
package io.aurea.cli.operate;
