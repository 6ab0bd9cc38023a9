package io.ssegateway.system.sharedlog;

import static io.ssegateway.system.sharedlog.SharedNodes.node;
import static io.ssegateway.system.sharedlog.SharedNodes.published;
import static io.ssegateway.system.sharedlog.SharedNodes.record;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ssegateway.testing.EventReader;
import io.ssegateway.testing.RedisProcess;
import io.ssegateway.testing.Requests;
import io.ssegateway.testing.RunningGateway;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Gateways whose log is in a Redis cluster: in the slot of one of several masters, found through any of them. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class SharedLogClusterIT {

    @Test
    void shouldServeLogsOfAllMastersAndSurviveTheLossOfOne() {
        // One log for each master, so that most are not where the gateway asks first.
        try (RedisCluster cluster = RedisCluster.start()) {
            String stream = "log";
            Set<Integer> masters = new HashSet<>();
            for (int i = 0; masters.size() < 3; i++) {
                stream = "log-" + i;
                if (masters.add(cluster.masterOf(stream).port())) {
                    serve(cluster, stream);
                }
            }
            surviveTheLossOfAMaster(cluster, stream);
        }
    }

    private static void serve(RedisCluster cluster, String stream) {
        try (RunningGateway one = node(cluster.uri(), stream, "one");
                RunningGateway other = node(cluster.uri(), stream, "other");
                EventReader here = one.subscribe("/events?topic=t");
                EventReader there = other.subscribe("/events?topic=t")) {
            List<String> ids = List.of(published(one, "first"), published(other, "the end"));
            assertThat(record(here)).isEqualTo(ids);
            assertThat(record(there)).isEqualTo(ids);
            assertThat(one.manage("/cluster").json().get("nodes")).hasSize(2);
        }
    }

    private static void surviveTheLossOfAMaster(RedisCluster cluster, String stream) {
        try (RunningGateway one = node(cluster.uri(), stream, "one");
                RunningGateway other = node(cluster.uri(), stream, "other");
                EventReader here = one.subscribe("/events?topic=t");
                EventReader there = other.subscribe("/events?topic=t")) {
            List<String> ids = new ArrayList<>(List.of(published(one, "before")));
            RedisProcess master = cluster.masterOf(stream);
            // The replica has it.
            assertThat(master.command("WAIT", "1", "8000")).isEqualTo(":1\r\n");

            master.kill();

            one.exchange(Requests.publish("t", "meanwhile")).isProblem(503, "event log");
            await().atMost(60, TimeUnit.SECONDS)
                    .untilAsserted(() -> assertThat(Stream.of(one, other)).allSatisfy(SharedNodes::isAvailable));
            ids.add(published(one, "after"));
            ids.add(published(other, "the end"));
            assertThat(record(here)).isEqualTo(ids);
            assertThat(record(there)).isEqualTo(ids);
        }
    }
}
