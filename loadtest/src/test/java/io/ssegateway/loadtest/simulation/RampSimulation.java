package io.ssegateway.loadtest.simulation;

/**
 * Subscribers come one after the other while messages are published: each gets everything from the place on at which
 * its stream began, and those that are there already miss nothing because of those that come.
 */
public final class RampSimulation extends GatewaySimulation {

    /** Read by Gatling. */
    public RampSimulation() {
        run(
                subscribers(open().exec(listenToTheEnd())),
                publishers(publish(settings().ramp().plus(settings().duration()))));
    }
}
