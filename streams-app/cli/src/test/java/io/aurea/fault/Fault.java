package io.aurea.fault;

import io.aurea.fixture.FaultyStack;

/** Something that happens to a stack while a load is sent. */
@FunctionalInterface
interface Fault {
    /** Lets it happen, begins the load when it matters, and returns when it is over. */
    void strike(FaultyStack stack, Load load) throws Exception;
}
