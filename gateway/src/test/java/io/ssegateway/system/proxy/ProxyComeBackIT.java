package io.ssegateway.system.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ssegateway.testing.Answer;
import io.ssegateway.testing.FreePort;
import io.ssegateway.testing.RawClient;
import io.ssegateway.testing.Requests;
import io.ssegateway.testing.RunningGateway;
import io.ssegateway.testing.SampleProxy;
import io.ssegateway.testing.SampleProxy.Kind;
import io.ssegateway.testing.SampleProxy.Node;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the sample proxies answer while a gateway is away, or refuses: an {@code EventSource} is told to come back. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class ProxyComeBackIT {
    private static final Pattern RETRY = Pattern.compile("retry: ([2-4]\\d{3})\n");
    private static final int TIMES = 10;
    private static final String ORIGIN = "Origin: https://app.example";

    @TempDir
    Path folder;

    private static Node node(RunningGateway gateway) {
        return Node.of(gateway.address(), gateway.managementAddress());
    }

    /** Each refuses every stream of topics with 503. */
    private static RunningGateway refusing() {
        return RunningGateway.start("auth.webhook.url=http://127.0.0.1:" + FreePort.find() + "/");
    }

    @ParameterizedTest
    @EnumSource
    void shouldAnswerForEveryStreamWhileNoGatewayIsThere(Kind kind) throws Exception {
        List<String> streams;
        SampleProxy proxy;
        try (RunningGateway gateway = RunningGateway.start()) {
            streams = streams(gateway);
            assertThat(streams).contains("/events", "/.well-known/mercure", "/timer", "/order-progress/x");
            proxy = SampleProxy.start(kind, folder, node(gateway));
        }
        try (proxy) {
            List<String> targets = new ArrayList<>(Collections.nCopies(TIMES, "/events"));
            streams.forEach(stream -> targets.add(stream + "?topic=t"));
            // At once: some wait for a gateway first.
            ExecutorService clients = Executors.newCachedThreadPool();
            List<Future<String>> answers = clients.invokeAll(targets.stream()
                    .<Callable<String>>map(target -> () -> comeBack(proxy.exchange(Requests.get(target, ORIGIN))))
                    .toList());
            clients.shutdown();
            Set<String> waits = new HashSet<>();
            for (Future<String> answer : answers) {
                waits.add(answer.get());
            }
            assertThat(waits).as("spread").hasSizeGreaterThan(1);
            awaitCounted(proxy, streams.size() + TIMES);
            assertThat(proxy.exchange(Requests.get("/")).status()).isBetween(500, 599);
            assertThat(proxy.exchange(Requests.post("/events", "topic=t")).status())
                    .isBetween(500, 599);
            try (RawClient client = RawClient.connect(proxy.address())) {
                assertThat(client.send(Requests.request("HEAD", "/events"))
                                .head()
                                .status())
                        .isBetween(500, 599);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldAnswerForAGatewayThatRefuses(Kind kind) throws Exception {
        try (RunningGateway gateway = refusing();
                SampleProxy proxy = SampleProxy.start(kind, folder, node(gateway))) {
            comeBack(proxy.exchange(Requests.get("/events?topic=t", ORIGIN)));
            awaitCounted(proxy, 1);
            // Neither is the gateway taken out, nor is the refusal of others hidden.
            assertThat(proxy.exchange(Requests.get("/")).status()).isEqualTo(200);
            try (RawClient client = RawClient.connect(proxy.address())) {
                assertThat(client.send(Requests.request("HEAD", "/events?topic=t"))
                                .head()
                                .status())
                        .isEqualTo(503);
            }
        }
    }

    /** Caddy knows of readiness alone. */
    @ParameterizedTest
    @EnumSource(names = {"NGINX", "HAPROXY"})
    void shouldPassOverAGatewayThatRefuses(Kind kind) throws Exception {
        try (RunningGateway refusing = refusing();
                RunningGateway taking = RunningGateway.start();
                SampleProxy proxy = SampleProxy.start(kind, folder, node(refusing), node(taking))) {
            for (int i = 0; i < TIMES; i++) {
                try (RawClient client = RawClient.connect(proxy.address())) {
                    Answer head = client.get("/events?topic=t").head();
                    assertThat(head.status()).isEqualTo(200);
                    assertThat(head.header("X-Gateway-Down")).isNull();
                }
            }
            assertThat(refusing.metric("sse_connections_rejected_total{reason=\"webhook-unavailable\"}"))
                    .as("it was asked")
                    .isPositive();
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldPassOnWhatIsFinal(Kind kind) throws Exception {
        try (RunningGateway gateway = RunningGateway.start(
                        "auth.subscribe=token", "auth.publish=anonymous", "auth.jwt.subscriber.key=" + "s".repeat(32));
                SampleProxy proxy = SampleProxy.start(kind, folder, node(gateway))) {
            proxy.exchange(Requests.get("/events?topic=t")).isProblem(401);
        }
    }

    /** A proxy may count when the answer is there already. */
    private static void awaitCounted(SampleProxy proxy, int comeBacks) {
        await("counted").until(() -> proxy.comeBacks() >= comeBacks);
    }

    /** Those of the route table, so that the samples cannot forget one. */
    private static List<String> streams(RunningGateway gateway) {
        List<String> streams = new ArrayList<>();
        for (String route : gateway.gateway().routes().methods().keySet()) {
            String path = route.replaceAll("\\{[^}]+}", "x");
            try (RawClient client = gateway.connect()) {
                String type = client.send(Requests.request("HEAD", path + "?topic=t"))
                        .head()
                        .header("Content-Type");
                if (String.valueOf(type).startsWith("text/event-stream")) {
                    streams.add(path);
                }
            }
        }
        return streams;
    }

    /**
     * Checks that a browser comes back after this answer, also from a page of another origin; answers after how long.
     */
    private static String comeBack(Answer answer) {
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).startsWith("text/event-stream");
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
        assertThat(answer.header("Vary")).isEqualTo("Origin");
        assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo("https://app.example");
        assertThat(answer.header("Access-Control-Allow-Credentials")).isEqualTo("true");
        assertThat(answer.header("X-Gateway-Down")).isEqualTo("1");
        Matcher retry = RETRY.matcher(answer.body());
        assertThat(retry.matches()).as(answer.body()).isTrue();
        return retry.group(1);
    }
}
