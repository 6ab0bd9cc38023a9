package io.ssegateway.system.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.ssegateway.testing.Answer;
import io.ssegateway.testing.EventReader;
import io.ssegateway.testing.RawClient;
import io.ssegateway.testing.Requests;
import io.ssegateway.testing.RunningGateway;
import org.junit.jupiter.api.Test;

class HealthzTest {

    @Test
    void shouldAnswerOnlyIfAskedFor() {
        try (RunningGateway gateway = RunningGateway.start()) {
            gateway.exchange(Requests.get("/healthz")).isProblem(404);
        }
    }

    @Test
    void shouldSayThatTheGatewayIsReady() {
        try (RunningGateway gateway = RunningGateway.start("server.healthz=true")) {
            Answer answer = gateway.exchange(Requests.get("/healthz"));
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.body()).isEqualTo("{\"status\":\"up\"}");
            assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
            try (RawClient client = gateway.connect()) {
                assertThat(client.send(Requests.request("HEAD", "/healthz"))
                                .head()
                                .status())
                        .isEqualTo(200);
            }
            gateway.exchange(Requests.request("POST", "/healthz")).isProblem(405);
        }
    }

    @Test
    void shouldAnswerOverALimit() {
        try (RunningGateway gateway = RunningGateway.start("server.healthz=true", "limits.max-connections=1");
                EventReader stream = gateway.subscribe("/events")) {
            assertThat(gateway.exchange(Requests.get("/healthz")).status()).isEqualTo(200);
            assertThat(gateway.exchange(Requests.get("/events")).status()).isEqualTo(503);
            assertThat(stream).isNotNull();
        }
    }
}
