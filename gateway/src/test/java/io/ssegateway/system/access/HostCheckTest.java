package io.ssegateway.system.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ssegateway.config.load.ConfigLoader;
import io.ssegateway.testing.Answer;
import io.ssegateway.testing.RawClient;
import io.ssegateway.testing.Requests;
import io.ssegateway.testing.RunningGateway;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A page whose name resolves to a loopback address all of a sudden (DNS rebinding) gets nothing from a listener there.
 */
class HostCheckTest {
    @AutoClose
    private static final RunningGateway gateway =
            RunningGateway.startAsConfigured("server.hosts=events.example,2001:db8::1", "management.hosts=ops.example");

    private static String request(String method, String target, String... hosts) {
        StringBuilder request = new StringBuilder(method + " " + target + " HTTP/1.1\r\n");
        Arrays.stream(hosts)
                .forEach(host -> request.append("Host: ").append(host).append("\r\n"));
        return request.append("Content-Length: 0\r\n\r\n").toString();
    }

    private static Answer manage(String request) {
        try (RawClient client = RawClient.connect(gateway.managementAddress())) {
            return client.send(request).answer();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "LOCALHOST:1",
                "a.localhost.",
                "127.0.0.1:8080",
                "127.1.2.3",
                "[::1]:80",
                "Events.Example:9",
                "[2001:DB8:0::1]"
            })
    void shouldAnswerItsNamesAtAnyPort(String host) {
        assertThat(gateway.exchange(request("GET", "/", host)).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example",
                "evil.example:8080",
                "ops.example",
                "0.0.0.0",
                "localhost.evil.example",
                "",
                "[::2]",
                "a.events.example"
            })
    void shouldAnswerNothingForOtherNames(String host) {
        for (String path : List.of("/", "/events", "/publish", "/nothing", "*")) {
            for (String method : List.of("GET", "POST", "OPTIONS", "DELETE")) {
                gateway.exchange(request(method, path, host)).isProblem(421, "server.hosts");
            }
        }
    }

    @Test
    void shouldCheckBothListenersByTheirOwnLists() {
        assertThat(manage(request("GET", "/health/live", "ops.example")).status())
                .isEqualTo(200);
        for (String request : List.of(
                request("GET", "/health/live", "events.example"),
                request("GET", "/connections", "evil.example"),
                request("DELETE", "/connections/1", "evil.example"),
                request("POST", "/revocations", "evil.example"))) {
            manage(request).isProblem(421, "management.hosts", "localhost");
        }
    }

    @Test
    void shouldGoOnWithTheConnection() {
        try (RawClient client = gateway.connect()) {
            client.send("POST /publish HTTP/1.1\r\nHost: evil.example\r\nContent-Length: 5\r\n\r\nGET /"
                    + Requests.get("/"));
            client.answer().isProblem(421);
            assertThat(client.answer().status()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a b",
                "user@localhost",
                "localhost/",
                "localhost:99999",
                "localhost:x",
                "::1",
                "[::1",
                "http://localhost"
            })
    void shouldRefuseWhatIsNoHost(String host) {
        gateway.exchange(request("GET", "/", host)).isProblem(400, "Host header");
    }

    @Test
    void shouldCheckTheHostOfAnAbsoluteTarget() {
        for (String[] agreeing : new String[][] {
            {"http://localhost/", "LOCALHOST:80"},
            {"HTTPS://events.example:443/", "events.example"},
            {"http://[::1]:8/", "[0::1]:8"}
        }) {
            assertThat(gateway.exchange(request("GET", agreeing[0], agreeing[1]))
                            .status())
                    .isEqualTo(200);
        }
        for (String target : List.of("http://evil.example/", "http://localhost:81/", "http://localhost", "http:///")) {
            gateway.exchange(request("GET", target, "localhost:82")).isProblem(400, "different hosts");
        }
        gateway.exchange(request("GET", "http://user@localhost/", "localhost")).isProblem(400, "request target");
        gateway.exchange(request("GET", "http://evil.example/", "evil.example")).isProblem(421);
        gateway.exchange("GET http://evil.example/ HTTP/1.0\r\n\r\n").isProblem(421);
    }

    /** Every browser sends one; HTTP/1.0's health checks need not. */
    @Test
    void shouldAnswerHttp10WithoutAHost() {
        assertThat(gateway.exchange("GET / HTTP/1.0\r\n\r\n").status()).isEqualTo(200);
        gateway.exchange("GET / HTTP/1.0\r\nHost: evil.example\r\n\r\n").isProblem(421);
    }

    @Test
    void shouldCheckByDefaultOnLoopbackAloneAndNotAtAllIfToldSo() throws IOException {
        try (RunningGateway byDefault = RunningGateway.startAsConfigured();
                RunningGateway elsewhere = RunningGateway.startAsConfigured(
                        "server.host=0.0.0.0", "server.allow-anonymous-publishing=true");
                RunningGateway listed = RunningGateway.startAsConfigured(
                        "server.host=0.0.0.0",
                        "server.allow-anonymous-publishing=true",
                        "server.hosts=events.example");
                RunningGateway off = RunningGateway.startAsConfigured("server.hosts=*")) {
            String evil = request("GET", "/", "evil.example");
            byDefault.exchange(evil).isProblem(421, "server.hosts");
            assertThat(elsewhere.exchange(evil).status()).isEqualTo(200);
            listed.exchange(evil).isProblem(421);
            assertThat(listed.exchange(request("GET", "/", "localhost")).status())
                    .isEqualTo(200);
            assertThat(off.exchange(evil).status()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a:80", "[::1]", "http://a", "*.example", "a b", "fe80::1%eth0"})
    void shouldRefuseToStartWithWhatNoRequestIsFor(String host) {
        for (String key : List.of("server.hosts", "management.hosts")) {
            assertThatThrownBy(() -> ConfigLoader.load(null, Map.of(), List.of(key + "=" + host)))
                    .hasMessageContaining(key + ": must list host names");
        }
    }
}
