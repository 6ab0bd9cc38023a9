package io.ssegateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.ssegateway.testing.EventReader;
import io.ssegateway.testing.RawClient;
import io.ssegateway.testing.Requests;
import io.ssegateway.testing.RunningGateway;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GatewayStopTest {

    private static CompletableFuture<Void> stop(RunningGateway gateway) {
        return CompletableFuture.runAsync(() -> {
            try {
                gateway.gateway().stop();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private static void isFree(InetSocketAddress address) throws IOException {
        new ServerSocket(address.getPort(), 1, address.getAddress()).close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"epoll", "nio"})
    void shouldLetStreamsGo(String transport) throws Exception {
        RunningGateway gateway = RunningGateway.start(
                "transport.type=" + transport,
                "drain.timeout=20s",
                "server.healthz=true",
                "slow-consumer.max-lag-bytes=64MiB");
        List<EventReader> streams = new ArrayList<>();
        // The stuck one keeps the gateway from being done, so that it can be seen while it stops.
        try (RawClient stuck = RawClient.connectSmall(gateway.address());
                EventReader first = gateway.subscribe("/events");
                RawClient late = gateway.connect();
                RawClient management = RawClient.connect(gateway.managementAddress())) {
            stuck.get("/events").head();
            fill(gateway, first);
            streams.add(first);
            for (int i = 0; i < 60; i++) {
                streams.add(gateway.subscribe("/events"));
            }
            assertThat(management.get("/health/ready").answer().status()).isEqualTo(200);
            CompletableFuture<Void> stopping = stop(gateway);
            await().until(() -> management.get("/health/ready").answer().status() == 503);
            assertThat(management.get("/health/live").answer().status()).isEqualTo(200);
            assertThat(late.get("/healthz").answer().status()).isEqualTo(503);
            late.get("/events").answer().isProblem(503, "stopping").announcesClose();
            assertThat(late.readToEnd()).isEmpty();
            streams.forEach(EventReader::expectEnd);
            streams.forEach(EventReader::close);
            await().untilAsserted(() -> assertThat(
                            management.get("/metrics").answer().body().lines())
                    .contains(
                            "sse_connections_closed_total{reason=\"drain\"} 61.0",
                            "sse_connections_rejected_total{reason=\"drain\"} 1.0"));
            stuck.reset();
            stopping.get(20, TimeUnit.SECONDS);
        }
        isFree(gateway.address());
        isFree(gateway.managementAddress());
    }

    @Test
    void shouldCutOffStuckReaderWhenTimeIsOver() throws Exception {
        RunningGateway gateway = RunningGateway.start("drain.timeout=500ms", "slow-consumer.max-lag-bytes=64MiB");
        try (RawClient stuck = RawClient.connectSmall(gateway.address());
                EventReader stream = gateway.subscribe("/events")) {
            stuck.get("/events").head();
            fill(gateway, stream);
            CompletableFuture<Void> stopping = stop(gateway);
            stream.expectEnd();
            stopping.get(20, TimeUnit.SECONDS);
            stuck.awaitClosed();
        }
        isFree(gateway.address());
    }

    /** Broadcasts more than the kernel takes for a reader that does not read. */
    private static void fill(RunningGateway gateway, EventReader reader) {
        String large = Requests.post("/broadcast", "{\"message\":\"" + "x".repeat(500_000) + "\"}");
        try (RawClient publisher = gateway.connect()) {
            for (int i = 0; i < 30; i++) {
                assertThat(publisher.send(large).answer().status()).isEqualTo(200);
                reader.next();
            }
        }
    }

    @Test
    void shouldEndStreamsRegularlyWithoutTimeToDrain() throws Exception {
        RunningGateway gateway = RunningGateway.start("drain.timeout=0s");
        try (EventReader stream = gateway.subscribe("/events");
                RawClient idle = gateway.connect()) {
            // Answered once, so that it is not just being accepted.
            assertThat(idle.get("/nothing").answer().status()).isEqualTo(404);
            gateway.gateway().stop();
            stream.expectEnd();
            idle.awaitClosed();
        }
    }

    @Test
    void shouldStopWithNothingOpen() throws Exception {
        RunningGateway gateway = RunningGateway.start("drain.timeout=1h");
        stop(gateway).get(20, TimeUnit.SECONDS);
        isFree(gateway.address());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "transport.type=nio",
                "transport.type=epoll,transport.reuse-port=false",
                "transport.type=epoll,transport.reuse-port=true,transport.event-loops=2"
            })
    void shouldSayWhichAddressIsInUse(String settings) throws Exception {
        List<String> both = List.of(settings.split(","));
        try (RunningGateway gateway = RunningGateway.start(both.toArray(String[]::new))) {
            List<String> second = new ArrayList<>(both);
            second.add("server.port=" + gateway.address().getPort());
            assertThatThrownBy(() -> Gateway.start(RunningGateway.config(second.toArray(String[]::new))))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("127.0.0.1:" + gateway.address().getPort());
            List<String> management = new ArrayList<>(both);
            management.add("management.port=" + gateway.managementAddress().getPort());
            assertThatThrownBy(() -> Gateway.start(RunningGateway.config(management.toArray(String[]::new))))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(
                            "127.0.0.1:" + gateway.managementAddress().getPort());
            gateway.subscribe("/events").close();
        }
    }
}
