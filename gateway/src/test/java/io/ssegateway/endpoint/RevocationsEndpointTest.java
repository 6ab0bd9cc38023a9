package io.ssegateway.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ssegateway.testing.Answer;
import io.ssegateway.testing.EventReader;
import io.ssegateway.testing.RawClient;
import io.ssegateway.testing.RedisProcess;
import io.ssegateway.testing.Requests;
import io.ssegateway.testing.RunningGateway;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class RevocationsEndpointTest {
    private static final String REVOKED = "sse_connections_closed_total{reason=\"revoked\"}";

    private static Answer manage(RunningGateway gateway, String request) {
        try (RawClient client = RawClient.connect(gateway.managementAddress())) {
            return client.send(request).answer();
        }
    }

    private static Answer revoke(RunningGateway gateway, String json) {
        return manage(gateway, Requests.post("/revocations", json));
    }

    private static JsonNode revoked(RunningGateway gateway) {
        return gateway.manage("/revocations").json().get("revocations");
    }

    @Test
    void shouldRevokeListAndLift() {
        try (RunningGateway gateway = RunningGateway.start()) {
            Answer answer = revoke(gateway, "{\"topic\":\"/orders/{id}\",\"until\":\"2099-01-31T12:00:00+01:00\"}");

            assertThat(answer.status()).isEqualTo(201);
            assertThat(answer.body())
                    .isEqualTo("{\"key\":\"topic:/orders/{id}\",\"topic\":\"/orders/{id}\","
                            + "\"until\":\"2099-01-31T11:00:00Z\"}");
            assertThat(revoke(gateway, "{\"sub\":\"é b\",\"until\":4102444800}").status())
                    .isEqualTo(201);
            assertThat(revoked(gateway)).hasSize(2).contains(answer.json());
            assertThat(revoked(gateway).toString()).contains("\"until\":\"2100-01-01T00:00:00Z\"");

            assertThat(lift(gateway, "topic:%2Forders%2F%7Bid%7D").status()).isEqualTo(204);
            assertThat(lift(gateway, "sub:%C3%A9%20b").status()).isEqualTo(204);
            lift(gateway, "sub:%C3%A9%20b").isProblem(404, "GET /revocations");
            assertThat(revoked(gateway)).isEmpty();
        }
    }

    @Test
    void shouldKeepThemInTheFileOfTheLog(@TempDir Path folder) {
        String[] settings = {"log.type=sqlite", "log.sqlite.file=" + folder.resolve("log.db"), "transport.event-loops=1"
        };
        try (RunningGateway gateway = RunningGateway.start(settings)) {
            assertThat(revoke(gateway, "{\"topic\":\"/a/1\"}").status()).isEqualTo(201);
        }
        try (RunningGateway gateway = RunningGateway.start(settings)) {
            await().until(() -> revoked(gateway).size() == 1);
        }
    }

    private static Answer lift(RunningGateway gateway, String key) {
        return manage(gateway, Requests.request("DELETE", "/revocations/" + key));
    }

    @Test
    void shouldRevokeForAsLongAsConfiguredUnlessToldOtherwise() {
        try (RunningGateway gateway = RunningGateway.start("auth.revocation-ttl=2h")) {
            Instant before = Instant.now();
            JsonNode answer = revoke(gateway, "{\"jti\":\"1\",\"until\":null}").json();

            assertThat(Instant.parse(answer.get("until").stringValue()))
                    .isBetween(before.plus(Duration.ofHours(2)), Instant.now().plus(Duration.ofHours(2)));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[]|A revocation must be a JSON object",
                "{}|one of the fields sub, jti and topic",
                "{\"sub\":\"a\",\"jti\":\"b\"}|one of the fields sub, jti and topic",
                "{\"user\":\"a\"}|The field \"user\" is unknown",
                "{\"sub\":1}|The field \"sub\" must be a string.",
                "{\"sub\":null}|The field \"sub\" must be a string.",
                "{\"sub\":\"\"}|A sub must have 1 to 1024 characters",
                "{\"jti\":\"a\\r\\nb\"}|none of them a control character",
                "{\"jti\":\"a\\u0000b\"}|none of them a control character",
                "{\"topic\":\"\"}|A topic must not be empty.",
                "{\"topic\":\"\\ud800\"}|A topic must not contain a lone surrogate.",
                "{\"sub\":\"a\",\"until\":1}|must be in the future, but is 1970-01-01T00:00:01Z",
                "{\"sub\":\"a\",\"until\":\"tomorrow\"}|must be a time such as",
                "{\"sub\":\"a\",\"until\":\"2099-01-31T12:00:00\"}|must be a time such as",
                "{\"sub\":\"a\",\"until\":true}|must be a time such as",
                "{\"sub\":\"a\",\"until\":-1}|must be a time such as",
                "{\"sub\":\"a\",\"until\":1e999999}|must be a time such as",
                "{\"sub\":\"a\",\"until\":\"+10000-01-01T00:00:00Z\"}|before the year 10000",
                "{\"sub\":\"a\",\"sub\":\"b\"}|not valid JSON",
            })
    void shouldSayWhatIsWrong(String json, String detail) {
        try (RunningGateway gateway = RunningGateway.start("transport.event-loops=1")) {
            revoke(gateway, json).isProblem(400, detail);
            assertThat(revoked(gateway)).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/x-www-form-urlencoded"})
    void shouldTakeJsonAlone(String type) {
        try (RunningGateway gateway = RunningGateway.start("transport.event-loops=1")) {
            manage(gateway, Requests.post("/revocations", type, "sub=a")).isProblem(415);
        }
    }

    @Test
    void shouldBeOfTheManagementAlone() {
        try (RunningGateway gateway = RunningGateway.start("transport.event-loops=1")) {
            gateway.exchange(Requests.post("/revocations", "{\"sub\":\"a\"}")).isProblem(404);
        }
    }

    private static RunningGateway awaitLog(RunningGateway gateway) {
        await().until(() -> gateway.manage("/health/log").status() == 200);
        return gateway;
    }

    @Test
    void shouldEndTheStreamsOfATopicOnEveryNode() {
        String redis = "log.redis.uri=" + RedisProcess.shared().uri();
        // A busy machine may stop everything for longer than the usual 2 s; then streams are refused for a while.
        String patient = "log.redis.timeout=20s";
        String[] settings = {"log.type=redis", redis, patient, "log.redis.stream=revoked", "transport.event-loops=1"};
        try (RunningGateway one = awaitLog(RunningGateway.start(settings));
                RunningGateway other = awaitLog(RunningGateway.start(settings));
                EventReader here = one.subscribe("/events?topic=/a/1");
                EventReader there = other.subscribe("/events?topic=/a/%7Bx%7D&topic=/b");
                EventReader unrelated = other.subscribe("/events?topic=/b")) {
            assertThat(unrelated.head().status()).isEqualTo(200);
            assertThat(revoke(one, "{\"topic\":\"/a/1\"}").status()).isEqualTo(201);

            await().until(() -> one.streams() == 0 && other.streams() == 1);
            here.client().awaitClosed();
            there.client().awaitClosed();
            assertThat(one.metric(REVOKED) + other.metric(REVOKED)).isEqualTo(2);
            assertThat(revoked(other)).hasSize(1);
        }
    }
}
