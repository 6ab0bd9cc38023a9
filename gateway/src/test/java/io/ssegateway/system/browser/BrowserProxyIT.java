package io.ssegateway.system.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ssegateway.testing.FreePort;
import io.ssegateway.testing.RawClient;
import io.ssegateway.testing.RedisProcess;
import io.ssegateway.testing.Requests;
import io.ssegateway.testing.Rounds;
import io.ssegateway.testing.RunningGateway;
import io.ssegateway.testing.SampleProxy;
import io.ssegateway.testing.SampleProxy.Kind;
import io.ssegateway.testing.SampleProxy.Node;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A real browser's streams through the sample proxies, from a page of the proxy's origin, half of them at another
 * origin (the same proxy by another name): a restart or a drain ends each of them, and each comes back and lacks
 * nothing.
 */
@Timeout(value = 15, unit = TimeUnit.MINUTES)
class BrowserProxyIT {
    private static final int ROUNDS = Rounds.of(1, 20);
    /** At each of two hosts: a browser opens six connections to one. */
    private static final int STREAMS_OF_A_HOST = 4;

    private static final int STREAMS = 2 * STREAMS_OF_A_HOST;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    /** So long that browsers come back while a gateway still drains, as a stuck client has not taken its end. */
    private static final String DRAIN = "drain.timeout=8s";

    private static final int STUCK_BYTES = 900_000;

    private static final String OPEN = """
            window.streams = arguments[0].map(url => {
              const stream = {source: new EventSource(url, {withCredentials: true}), events: []};
              stream.source.onmessage = event => stream.events.push(event.data);
              stream.source.addEventListener("gap", event => stream.events.push("gap " + event.data));
              return stream;
            });
            """;
    private static final String EVENTS = "return window.streams.map(stream => stream.events)";
    private static final String DEAD =
            "return window.streams.filter(stream => stream.source.readyState === EventSource.CLOSED).length";

    private static final Browser BROWSER = Browser.shared();

    @TempDir
    static Path folder;

    @ParameterizedTest
    @EnumSource
    void shouldComeBackWhenTheOneGatewayRestarts(Kind kind) throws Exception {
        Node node = new Node("127.0.0.1", FreePort.find(), FreePort.find());
        String[] log = {"log.type=sqlite", "log.sqlite.file=" + folder.resolve(kind + ".db")};
        RunningGateway gateway = null;
        try (SampleProxy proxy = SampleProxy.start(kind, folder, node)) {
            gateway = start(node, proxy, log);
            open(proxy, gateway);
            List<String> published = new ArrayList<>(List.of(publish(gateway, "before")));
            awaitEvents(published);
            for (int round = 0; round < ROUNDS; round++) {
                int comeBacks = proxy.comeBacks();

                gateway.close();
                await().atMost(PATIENCE).until(() -> proxy.comeBacks() >= comeBacks + STREAMS);
                gateway = start(node, proxy, log);

                published.add(publish(gateway, "missed " + round));
                awaitEvents(published);
            }
            published.add(publish(gateway, "live"));
            awaitEvents(published);
        } finally {
            if (gateway != null) {
                gateway.close();
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldComeBackWhenOneOfTwoGatewaysDrains(Kind kind) throws Exception {
        int port = FreePort.find();
        int management = FreePort.find();
        Node[] nodes = {new Node("127.0.0.1", port, management), new Node("127.0.0.2", port, management)};
        try (RedisProcess redis = RedisProcess.start();
                SampleProxy proxy = SampleProxy.start(kind, folder, nodes)) {
            String[] log = {"log.type=redis", "log.redis.uri=" + redis.uri(), DRAIN};
            RunningGateway[] gateways = {start(nodes[0], proxy, log), start(nodes[1], proxy, log)};
            try {
                open(proxy, gateways);
                List<String> published = new ArrayList<>(List.of(publish(gateways[0], "before")));
                awaitEvents(published);
                for (int round = 0; round < ROUNDS; round++) {
                    int leaving = gateways[0].streams() >= gateways[1].streams() ? 0 : 1;
                    RunningGateway staying = gateways[1 - leaving];
                    assertThat(gateways[leaving].streams()).isPositive();

                    RawClient stuck = stuckClient(gateways[leaving]);
                    gateways[leaving].gateway().stop();
                    stuck.close();

                    published.add(publish(staying, "missed " + round));
                    awaitEvents(published);
                    assertThat(staying.streams()).isEqualTo(STREAMS);
                    gateways[leaving] = start(nodes[leaving], proxy, log);
                }
                published.add(publish(gateways[0], "live"));
                awaitEvents(published);
            } finally {
                Stream.of(gateways).forEach(RunningGateway::close);
            }
        }
    }

    private static RunningGateway start(Node node, SampleProxy proxy, String... further) {
        return RunningGateway.start(Stream.concat(
                        Stream.of(
                                "server.host=" + node.host(),
                                "server.port=" + node.port(),
                                "management.host=" + node.host(),
                                "management.port=" + node.management(),
                                "cors.allowed-origins=" + proxy.url(),
                                "stream.welcome=false"),
                        Stream.of(further))
                .toArray(String[]::new));
    }

    /** Opens the page, and waits until the gateways have its streams. */
    private static void open(SampleProxy proxy, RunningGateway... gateways) {
        await().atMost(PATIENCE)
                .until(() ->
                        proxy.exchange(Requests.get("/", "Connection: close")).status() == 200);
        BROWSER.open(URI.create(proxy.url() + "/an-empty-page"));
        String elsewhere = proxy.url().replace("127.0.0.1", "localhost");
        List<String> urls = Stream.of(proxy.url(), elsewhere)
                .flatMap(host -> Collections.nCopies(STREAMS_OF_A_HOST, host + "/events?topic=t").stream())
                .toList();
        BROWSER.run(OPEN, urls);
        await().atMost(PATIENCE)
                .until(() ->
                        Stream.of(gateways).mapToInt(RunningGateway::streams).sum() == STREAMS);
    }

    /** Waits until each stream has had these, and checks that it had nothing else. */
    private static void awaitEvents(List<String> published) {
        await().atMost(PATIENCE).pollInSameThread().untilAsserted(() -> {
            assertThat(BROWSER.run(DEAD)).as("streams that are dead for good").isEqualTo(0L);
            assertThat(BROWSER.run(EVENTS)).isEqualTo(Collections.nCopies(STREAMS, published));
        });
    }

    private static String publish(RunningGateway gateway, String data) {
        assertThat(gateway.exchange(Requests.publish("t", data)).status()).isEqualTo(200);
        return data;
    }

    /** A client that keeps its gateway draining as long as it may. */
    private static RawClient stuckClient(RunningGateway gateway) {
        RawClient stuck = RawClient.connectSmall(gateway.address());
        stuck.get("/events?topic=stuck").head();
        for (int i = 0; i < 4; i++) {
            gateway.exchange(Requests.publish("stuck", "x".repeat(STUCK_BYTES)));
        }
        return stuck;
    }
}
