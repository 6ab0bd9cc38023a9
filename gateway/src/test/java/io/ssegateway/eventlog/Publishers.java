package io.ssegateway.eventlog;

import static io.ssegateway.testing.Logs.A;
import static io.ssegateway.testing.Logs.await;
import static io.ssegateway.testing.Logs.data;
import static io.ssegateway.testing.Logs.update;

import io.ssegateway.testing.Rounds;
import java.util.Map;
import java.util.concurrent.Callable;

/** Publishers that run beside each other. */
final class Publishers {
    static final int COUNT = 4;
    static final int UPDATES = Rounds.of(200, 500);

    private Publishers() {}

    /** One of them; where its updates stand goes into {@code receipts}, by their data. */
    static Callable<?> publisher(EventLog log, int publisher, Map<String, Position> receipts) {
        return () -> {
            for (int i = 0; i < UPDATES; i++) {
                String data = publisher + "/" + i;
                receipts.put(data, await(log.append(update(null, data, A))).position());
            }
            return null;
        };
    }
}
