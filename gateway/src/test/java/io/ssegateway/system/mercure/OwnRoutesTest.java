package io.ssegateway.system.mercure;

import static io.ssegateway.system.mercure.RunningHub.bearer;
import static io.ssegateway.system.mercure.RunningHub.publisherToken;
import static io.ssegateway.system.mercure.RunningHub.subscriberToken;
import static io.ssegateway.system.mercure.RunningHub.subscriberTokenOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.ssegateway.protocol.sse.ServerSentEvent;
import io.ssegateway.testing.Answer;
import io.ssegateway.testing.EventReader;
import io.ssegateway.testing.NoWarnings;
import io.ssegateway.testing.Requests;
import java.time.Instant;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same tokens and grants at the gateway's own {@code /events}, {@code /publish} and {@code /broadcast}. */
@ExtendWith(NoWarnings.class)
class OwnRoutesTest {
    private static final String JSON = "application/json";

    @AutoClose
    private static final RunningHub hub =
            RunningHub.start("auth.subscribe=token", "auth.publish=token", "stream.welcome=false");

    private static Answer publish(String json, String... headers) {
        return hub.gateway().exchange(Requests.post("/publish", JSON, json, headers));
    }

    private static String update(String topic, String data, boolean isPrivate) {
        return "{\"topics\":[\"" + topic + "\"],\"data\":\"" + data + "\",\"private\":" + isPrivate + "}";
    }

    @ParameterizedTest
    @ValueSource(strings = {"/events", "/events?topic=a", "/events?topic=a&lastEventID=earliest"})
    void shouldAnswer401ToASubscriberWithoutAValidToken(String path) {
        Answer answer = hub.gateway().exchange(Requests.get(path)).isProblem(401);
        assertThat(answer.header("WWW-Authenticate")).startsWith("Bearer");
        hub.gateway().exchange(Requests.get(path, bearer("x.y.z"))).isProblem(401);
        hub.gateway().exchange(Requests.get(path, bearer(publisherToken("*")))).isProblem(401);
    }

    @Test
    void shouldAnswer401ToAPublisherWithoutAValidToken() {
        publish(update("a", "x", false)).isProblem(401);
        publish(update("a", "x", false), bearer("x.y.z")).isProblem(401);
        publish(update("a", "x", false), bearer(subscriberToken("*"))).isProblem(401);
        hub.gateway().exchange(Requests.post("/broadcast", "{\"message\":1}")).isProblem(401);
    }

    @Test
    void shouldAnswer403ToAPublisherWithoutTheGrant() {
        publish(update("a", "x", false), bearer(publisherToken("b"))).isProblem(403, "topic a");
        hub.gateway()
                .exchange(Requests.post("/broadcast", JSON, "{\"message\":1}", bearer(publisherToken("a"))))
                .isProblem(403, "topic broadcast");
    }

    @Test
    void shouldPublishAllOrNothing() {
        String token = bearer(publisherToken("a"));
        try (EventReader stream = hub.gateway().open("/events?topic=*", bearer(subscriberToken()))) {
            publish("[" + update("a", "no", false) + "," + update("b", "no", false) + "]", token)
                    .isProblem(403, "topic b", "nothing was published");
            assertThat(publish(update("a", "yes", false), token).status()).isEqualTo(200);
            assertThat(stream.nextData()).isEqualTo("yes");
        }
    }

    @Test
    void shouldSendPrivateUpdatesToTheGrantedAlone() {
        try (EventReader granted = hub.gateway().open("/events?topic=a", bearer(subscriberToken("{any}")));
                EventReader other = hub.gateway().open("/events?topic=a", bearer(subscriberToken("b")))) {
            String token = bearer(publisherToken("*"));
            assertThat(publish(update("a", "secret", true), token).status()).isEqualTo(200);
            assertThat(publish(update("a", "end", false), token).status()).isEqualTo(200);
            assertThat(granted.nextData()).isEqualTo("secret");
            assertThat(granted.nextData()).isEqualTo("end");
            assertThat(other.nextData()).isEqualTo("end");
        }
    }

    @Test
    void shouldBroadcastWithTheGrantOfItsTopic() {
        try (EventReader stream = hub.gateway().open("/events", bearer(subscriberToken()))) {
            Answer answer = hub.gateway()
                    .exchange(
                            Requests.post("/broadcast", JSON, "{\"message\":1}", bearer(publisherToken("broadcast"))));
            assertThat(answer.status()).isEqualTo(200);
            assertThat(stream.nextJson().get("message").intValue()).isEqualTo(1);
        }
    }

    @Test
    void shouldTakeTheTokenOfTheParameterAndTheCookie() {
        hub.gateway().open("/events?authorization=" + subscriberToken()).close();
        hub.gateway().open("/events", RunningHub.cookie(subscriberToken())).close();
        Answer answer = hub.gateway()
                .exchange(Requests.post("/publish?authorization=" + publisherToken("*"), update("a", "x", false)));
        assertThat(answer.status()).isEqualTo(200);
        publish(update("a", "x", false), RunningHub.cookie(publisherToken("*"))).isProblem(401, "Origin");
    }

    @Test
    void shouldCloseAStreamWhenItsTokenExpires() {
        long exp = Instant.now().getEpochSecond() + 3;
        String token = subscriberTokenOf("{\"exp\":" + exp + ".5}");
        try (EventReader stream = hub.gateway().open("/events?topic=a", bearer(token));
                EventReader mercure = hub.gateway().open(RunningHub.URL + "?topic=a", bearer(token))) {
            ServerSentEvent last = stream.next();
            assertThat(last.event()).isEqualTo("token-expired");
            assertThat(last.data())
                    .isEqualTo("{\"expiry\":\"" + Instant.ofEpochSecond(exp).plusMillis(500) + "\"}");
            assertThat(Instant.now())
                    .isAfterOrEqualTo(Instant.ofEpochSecond(exp).plusMillis(500));
            stream.expectEnd();
            // There the bytes are the reference hub's.
            mercure.expectEnd();
        }
        hub.gateway().exchange(Requests.get("/events", bearer(token))).isProblem(401, "exp");
    }
}
