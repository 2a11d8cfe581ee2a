/** How well a tenant is, in one number that a failing part cannot hide behind the others. */
package io.aurea.health;
