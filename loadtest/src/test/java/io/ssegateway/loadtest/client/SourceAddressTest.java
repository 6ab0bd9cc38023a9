package io.ssegateway.loadtest.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SourceAddressTest {

    @ParameterizedTest
    @CsvSource({"20000,127.0.0.2", "39999,127.0.0.2", "40000,127.0.0.3", "999999,127.0.0.50"})
    void shouldTakeTheNextAddressWhenOneHasNoMorePorts(int stream, String address) {
        InetSocketAddress source = SourceAddress.of(Target.address(URI.create("http://127.0.0.1")), stream);
        assertThat(Objects.requireNonNull(source).getAddress().getHostAddress()).isEqualTo(address);
        assertThat(source.getPort()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"127.0.0.1,0", "127.0.0.1,19999", "192.0.2.1,50000", "[::1],50000"})
    void shouldLeaveTheChoiceToTheSystem(String server, int stream) {
        assertThat(SourceAddress.of(Target.address(URI.create("http://" + server)), stream))
                .isNull();
    }
}
