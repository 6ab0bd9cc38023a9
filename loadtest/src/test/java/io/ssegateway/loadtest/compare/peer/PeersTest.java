package io.ssegateway.loadtest.compare.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PeersTest {

    @TempDir
    private Path folder = Path.of("");

    @Test
    void shouldHaveAName() {
        assertThat(Peers.all(folder))
                .extracting(Peer::name)
                .containsExactly("floor", "gateway", "channel-group", "nchan", "node");
    }

    @Test
    void shouldSayWhatInstallsAMissingProgram() {
        Path nowhere = folder.resolve("nowhere");

        assertThat(new FloorPeer(new Programs(List.of(nowhere))).missing())
                .contains("no gcc: apt-get install gcc libc6-dev");
        assertThat(new NchanPeer(new Programs(List.of(nowhere)), nowhere).missing())
                .contains("no nginx: apt-get install nginx-light libnginx-mod-nchan");
        assertThat(new NchanPeer(Programs.installed(), nowhere).missing())
                .contains("no " + nowhere + ": apt-get install nginx-light libnginx-mod-nchan");
        assertThat(new NodePeer(new Programs(List.of(nowhere))).missing())
                .contains("no node: apt-get install --no-install-recommends nodejs");
        assertThat(Peers.gateway(nowhere, "gateway=").missing())
                .contains("there is no " + nowhere.resolve("bin/sse-gateway")
                        + "; set --home to the folder of the project");
    }

    @Test
    void shouldTellTheOptionsOfTheJvmFromTheGateways() {
        GatewayOptions options =
                GatewayOptions.parse(" -Xmx64m -XX:+UseZGC  --set transport.event-loops=1 --config x ");

        assertThat(options.jvm()).isEqualTo("-Xmx64m -XX:+UseZGC");
        assertThat(options.arguments()).containsExactly("--set", "transport.event-loops=1", "--config", "x");
        assertThat(GatewayOptions.parse("")).isEqualTo(GatewayOptions.NONE);
        assertThat(GatewayOptions.parse("--set=a=b")).isEqualTo(new GatewayOptions("", List.of("--set=a=b")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "one-loop", "=--set a=b", "two words=", "a,b=", "-x="})
    void shouldSayHowAGatewayIsNamed(String option) {
        assertThatThrownBy(() -> Peers.gateway(folder, option))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("'%s' is not a name and options, such as 'one-loop=--set transport.event-loops=1'", option);
    }
}
