package io.ssegateway.loadtest.simulation;

/** Messages are published, at a steady rate, to subscribers that are all there: each gets each message. */
public final class BroadcastSimulation extends GatewaySimulation {

    /** Read by Gatling. */
    public BroadcastSimulation() {
        run(
                subscribers(open().exec(listenToTheEnd())),
                publishers(awaitSubscribers().exec(publish(settings().duration()))));
    }
}
