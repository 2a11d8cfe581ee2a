/** The unified brain from outside the loop: what it remembers can be searched, and added to. */
package io.aurea.brain;
