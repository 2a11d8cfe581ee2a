/** How well a tenant is, in one number in which a failing part cannot hide behind the others. */
package io.aurea.health;
