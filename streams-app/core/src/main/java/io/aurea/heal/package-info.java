/** Heal: whether the symptom is really gone, and how well the loop itself is doing. */
package io.aurea.heal;
