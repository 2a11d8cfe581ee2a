/** Rules of the policy: when to consider which action. Conditions are CEL, compiled once per policy version. */
package io.aurea.rule;
