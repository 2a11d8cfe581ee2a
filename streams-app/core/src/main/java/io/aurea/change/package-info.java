/** What people and programs have changed: deployments, configuration and the like, which often cause what breaks right after. */
package io.aurea.change;
