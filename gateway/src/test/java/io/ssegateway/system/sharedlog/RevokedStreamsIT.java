package io.ssegateway.system.sharedlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ssegateway.testing.Answer;
import io.ssegateway.testing.EventReader;
import io.ssegateway.testing.MercureTokens;
import io.ssegateway.testing.RawClient;
import io.ssegateway.testing.RedisProcess;
import io.ssegateway.testing.Requests;
import io.ssegateway.testing.RunningGateway;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** What an operator revokes ends at once on every node, and stays out. */
class RevokedStreamsIT {
    private static final String ALICE = MercureTokens.bearer("{\"sub\":\"alice\",\"jti\":\"1\",\"mercure\":{}}");
    private static final String ALICE_AGAIN = MercureTokens.bearer("{\"sub\":\"alice\",\"jti\":\"2\",\"mercure\":{}}");
    private static final String BOB = MercureTokens.bearer("{\"sub\":\"bob\",\"jti\":\"3\",\"mercure\":{}}");

    @AutoClose
    private final RunningGateway one = node("one");

    @AutoClose
    private final RunningGateway other = node("other");

    private static RunningGateway node(String id) {
        return SharedNodes.node(
                RedisProcess.shared().uri(),
                "revoked-streams",
                id,
                MercureTokens.KEY,
                MercureTokens.PUBLISHING,
                "log.redis.timeout=10s");
    }

    private static Answer revoke(RunningGateway node, String json) {
        try (RawClient client = RawClient.connect(node.managementAddress())) {
            return client.send(Requests.post("/revocations", json)).answer();
        }
    }

    private static int lift(RunningGateway node, String key) {
        try (RawClient client = RawClient.connect(node.managementAddress())) {
            return client.send(Requests.request("DELETE", "/revocations/" + key))
                    .answer()
                    .status();
        }
    }

    /** Once the node has heard of it. */
    private static void isRefused(RunningGateway node, String key, String path, String... headers) {
        await().until(() -> node.manage("/revocations").body().contains(key));
        node.exchange(Requests.get(path, headers)).isProblem(403, "revoked");
    }

    @Test
    void shouldEndTheStreamsOfASubjectOnEveryNode() {
        try (EventReader here = one.open("/events?topic=t", ALICE);
                EventReader there = other.open("/.well-known/mercure?topic=t", ALICE_AGAIN);
                EventReader bobs = other.open("/events?topic=t", BOB);
                EventReader nobodys = one.open("/events?topic=t")) {
            assertThat(revoke(one, "{\"sub\":\"alice\"}").status()).isEqualTo(201);

            here.next(); // The welcome.
            here.expectEnd();
            there.expectEnd(); // Mercure's streams begin with a comment alone.
            isRefused(one, "sub:alice", "/events?topic=t", ALICE);
            isRefused(other, "sub:alice", "/.well-known/mercure?topic=t", ALICE);
            SharedNodes.published(one, "the end");
            assertThat(SharedNodes.record(bobs)).hasSize(1);
            assertThat(SharedNodes.record(nobodys)).hasSize(1);
            assertThat(one.metric("sse_connections_closed_total{reason=\"revoked\"}"))
                    .isEqualTo(1);
        }
        assertThat(lift(other, "sub:alice")).isEqualTo(204);
        await().until(() -> !one.manage("/revocations").body().contains("alice"));
        try (EventReader back = one.open("/events?topic=t", ALICE)) {
            assertThat(back.next().data()).contains("welcome");
        }
    }

    @Test
    void shouldKeepOutOneTokenAndLetItsSubjectInWithAnother() {
        revoke(other, "{\"jti\":\"1\"}");

        isRefused(one, "jti:1", "/events?topic=t", ALICE);
        try (EventReader again = one.open("/events?topic=t", ALICE_AGAIN)) {
            assertThat(again.next().data()).contains("welcome");
        }
        assertThat(lift(one, "jti:1")).isEqualTo(204);
    }

    @Test
    void shouldKeepANodeThatStartsLaterInformed() {
        revoke(one, "{\"topic\":\"secret\"}");

        try (RunningGateway late = node("late")) {
            isRefused(late, "topic:secret", "/events?topic=secret");
            try (EventReader stream = late.open("/events?topic=open")) {
                assertThat(stream.next().data()).contains("welcome");
            }
        }
        assertThat(lift(other, "topic:secret")).isEqualTo(204);
    }
}
