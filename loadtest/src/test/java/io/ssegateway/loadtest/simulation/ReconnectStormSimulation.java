package io.ssegateway.loadtest.simulation;

import static io.gatling.javaapi.core.CoreDsl.rendezVous;

import io.gatling.javaapi.core.ChainBuilder;
import java.time.Duration;

/**
 * All streams close at once, and all come back at once with {@code Last-Event-ID}, several times while messages are
 * published: each subscriber gets what it missed, nothing is missing and nothing comes twice.
 */
public final class ReconnectStormSimulation extends GatewaySimulation {

    private static final Duration AWAY = Duration.ofMillis(500);

    /** Read by Gatling. */
    public ReconnectStormSimulation() {
        run(
                subscribers(storms()),
                publishers(awaitSubscribers().exec(publish(settings().duration()))));
    }

    private ChainBuilder storms() {
        int messages =
                settings().messagesOfEach(settings().duration()) * settings().publishers();
        ChainBuilder steps = open();
        for (int storm = 1; storm <= settings().storms(); storm++) {
            int count = (int) ((long) messages * storm / (settings().storms() + 1));
            steps = steps.exec(listenUntil(count))
                    .exec(rendezVous(settings().users()))
                    .exec(comeBack(AWAY));
        }
        return steps.exec(listenToTheEnd());
    }
}
