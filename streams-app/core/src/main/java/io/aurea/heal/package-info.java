/** Heal: whether the symptom really went, and how well the loop does its own work. */
package io.aurea.heal;
