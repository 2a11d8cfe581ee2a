/** Goals that the loop sets itself by rule, follows and ends. */
package io.aurea.goal;
