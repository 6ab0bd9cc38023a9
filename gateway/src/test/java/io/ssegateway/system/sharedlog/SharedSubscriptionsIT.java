package io.ssegateway.system.sharedlog;

import static io.ssegateway.testing.MercureTokens.subscriber;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ssegateway.testing.Answer;
import io.ssegateway.testing.EventReader;
import io.ssegateway.testing.MercureTokens;
import io.ssegateway.testing.RedisProcess;
import io.ssegateway.testing.Requests;
import io.ssegateway.testing.RunningGateway;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/** Active subscriptions of gateways that share a log in Redis. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class SharedSubscriptionsIT {
    private static final String ALL = "/.well-known/mercure/subscriptions";

    @Test
    void shouldBeThoseOfAllNodesAndEndWithTheirNode() {
        int redis = RedisProcess.shared().port();
        try (RunningGateway one = node(redis, "one");
                EventReader follower = one.open(
                        "/.well-known/mercure?topic=" + ALL + "%7B/topic%7D%7B/subscriber%7D", subscriber("*"))) {
            follower.nextJson(); // its own
            try (RunningGateway other = node(redis, "other");
                    EventReader there = other.open("/.well-known/mercure?topic=there", subscriber("*"))) {
                EventReader here = one.open("/.well-known/mercure?topic=here", subscriber("*"));
                assertThat(List.of(story(follower), story(follower))).containsExactlyInAnyOrder("+here", "+there");
                for (RunningGateway node : List.of(one, other)) {
                    assertThat(topics(node)).hasSize(3).contains("here", "there");
                }
                assertThat(there.head().status()).isEqualTo(200);
                here.close();
                assertThat(story(follower)).isEqualTo("-here");
            }

            assertThat(story(follower)).isEqualTo("-there");
            await().untilAsserted(() -> assertThat(topics(one)).hasSize(1));
        }
    }

    private static RunningGateway node(int redis, String id) {
        return SharedNodes.node(
                redis,
                "subscriptions",
                id,
                "mercure.subscriptions=true",
                MercureTokens.KEY,
                MercureTokens.PUBLISHING,
                "log.redis.timeout=10s");
    }

    private static String story(EventReader follower) {
        JsonNode document = follower.nextJson();
        return (document.get("active").booleanValue() ? "+" : "-")
                + document.get("topic").stringValue();
    }

    private static List<String> topics(RunningGateway node) {
        Answer answer = node.exchange(Requests.get(ALL, subscriber("*")));
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json()
                .get("subscriptions")
                .valueStream()
                .map(item -> item.get("topic").stringValue())
                .toList();
    }
}
