package io.ssegateway.system.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.ssegateway.testing.EventReader;
import io.ssegateway.testing.MercureTokens;
import io.ssegateway.testing.Requests;
import io.ssegateway.testing.RunningGateway;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The demo streams of a gateway whose streams need a token. */
class DemoStreamsTest {
    private static RunningGateway gateway;

    @BeforeAll
    static void start() {
        gateway = RunningGateway.start(MercureTokens.KEY, MercureTokens.PUBLISHING, "auth.subscribe=token");
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/timer", "/clock", "/order-progress/1", "/sse/system-status", "/sse/user-activity"})
    void shouldOpenOnlyWithAToken(String path) {
        gateway.exchange(Requests.get(path)).isProblem(401);
        gateway.exchange(Requests.get(path, "Authorization: Bearer a.b.c")).isProblem(401);
        try (EventReader stream = gateway.open(path, MercureTokens.subscriber())) {
            assertThat(stream.head().status()).isEqualTo(200);
            stream.next();
        }
    }

    @Test
    void shouldEndWithTheToken() {
        long expiry = Instant.now().plusSeconds(2).getEpochSecond();
        try (EventReader stream = gateway.open("/clock", MercureTokens.bearer("{\"exp\":" + expiry + "}"))) {
            stream.next();
            stream.expectEnd();
        }
        assertThat(Instant.now().getEpochSecond()).isGreaterThanOrEqualTo(expiry);
    }
}
