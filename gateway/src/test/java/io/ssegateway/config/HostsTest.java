package io.ssegateway.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ssegateway.config.load.ConfigLoader;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "127.0.0.0",
                "127.255.255.255",
                "127.1.2.3",
                "::1",
                "0:0:0:0:0:0:0:1",
                "::ffff:127.0.0.1",
                "localhost",
                "LocalHost",
                "::1%lo"
            })
    void shouldKnowLoopback(String host) {
        Hosts.check("server.host", host);

        assertThat(Hosts.isLoopback(host)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "128.0.0.1",
                "12.7.0.1",
                "10.0.0.1",
                "::",
                "::2",
                "fe80::1",
                "fe80::1%eth0",
                "::ffff:10.0.0.1",
                "localhost.",
                "localhost.localdomain",
                "localhost.example.com",
                "127.0.0.1.example.com",
                "127.example",
                "gateway",
                "my_host",
                "a-b.example.com.",
                "3com.com",
                "dead.beef",
                "xn--bcher-kva.example"
            })
    void shouldTakeEverythingElseForReachable(String host) {
        Hosts.check("server.host", host);

        assertThat(Hosts.isLoopback(host)).isFalse();
        load("server.host=" + host, "server.allow-anonymous-publishing=true");
        load("server.host=" + host, "auth.jwt.publisher.key=file:key");
        assertThatThrownBy(() -> load("server.host=" + host)).hasMessageContaining("could publish");
    }

    private static void load(String... settings) {
        ConfigLoader.load(null, Map.of(), List.of(settings));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "127.0.0.1 ",
                "127.1",
                "127",
                "0",
                "2130706433",
                "127.0.0.256",
                "127.0.0.01",
                "1.2.3.4.5",
                "127.0.0.",
                "127.0.0.1.",
                "127..0.1",
                "[::1]",
                "::1]",
                "127.0.0.1:80",
                "localhost:80",
                "http://localhost",
                "/",
                ":",
                ":::",
                "::g",
                "1:2",
                "::1%",
                "::1%/",
                "-a",
                "a-",
                ".",
                "a..b",
                "*",
                "a b",
                "bücher.example",
                "a:b",
                "::1\n",
                "a\n"
            })
    void shouldRefuseWhatIsNoHost(String host) {
        assertThatThrownBy(() -> Hosts.check("server.host", host))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("server.host: must be an IP address");
    }
}
