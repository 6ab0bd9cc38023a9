package io.ssegateway.system.mercure;

import static io.ssegateway.system.mercure.RunningHub.PUBLISHER;
import static io.ssegateway.system.mercure.RunningHub.bearer;
import static io.ssegateway.system.mercure.RunningHub.subscriberToken;
import static org.assertj.core.api.Assertions.assertThat;

import io.ssegateway.testing.Answer;
import io.ssegateway.testing.EventReader;
import io.ssegateway.testing.NoWarnings;
import io.ssegateway.testing.Requests;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Pages of other origins at the hub's URL: what the browser needs to let them read, send a token and bring their
 * cookie.
 */
@ExtendWith(NoWarnings.class)
class CrossOriginTest {
    private static final String LISTED = "https://app.example.com";
    private static final String FOREIGN = "https://evil.example.com";

    @AutoClose
    private static final RunningHub hub =
            RunningHub.start("cors.allowed-origins=" + LISTED, "auth.publish-origins=" + LISTED);

    private static void isForThePage(Answer answer) {
        assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo(LISTED);
        assertThat(answer.header("Access-Control-Allow-Credentials")).isEqualTo("true");
        assertThat(answer.header("Vary")).isEqualToIgnoringCase("Origin");
    }

    @Test
    void shouldStreamToAListedOriginWithItsCookie() {
        try (EventReader stream = hub.follow("a", "Origin: " + LISTED, RunningHub.cookie(subscriberToken("a")))) {
            isForThePage(stream.head());
            hub.publishPrivate("a", "secret");
            assertThat(stream.nextData()).isEqualTo("secret");
        }
    }

    @Test
    void shouldPublishFromAListedOriginWithItsCookie() {
        Answer answer = hub.postForm("topic=a", "Origin: " + LISTED, RunningHub.cookie(RunningHub.publisherToken("*")));
        assertThat(answer.status()).isEqualTo(200);
        isForThePage(answer);
    }

    @Test
    void shouldLetAListedOriginReadARefusal() {
        isForThePage(hub.postForm("topic=a", "Origin: " + LISTED).isProblem(401));
        isForThePage(hub.postForm("topic=a", "Origin: " + LISTED, bearer(RunningHub.publisherToken()))
                .isProblem(403));
        isForThePage(hub.refusal("", "Origin: " + LISTED).isProblem(400));
        isForThePage(
                hub.refusal("topic=a", "Origin: " + LISTED, bearer("x.y.z")).isProblem(401));
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "POST"})
    void shouldAnswerThePreflightOfAListedOrigin(String method) {
        Answer answer = hub.gateway()
                .exchange(Requests.request(
                        "OPTIONS",
                        RunningHub.URL,
                        "Origin: " + LISTED,
                        "Access-Control-Request-Method: " + method,
                        "Access-Control-Request-Headers: authorization,last-event-id,cache-control"));
        assertThat(answer.status()).isEqualTo(204);
        isForThePage(answer);
        assertThat(answer.header("Access-Control-Allow-Methods")).contains("GET", "POST");
        assertThat(answer.header("Access-Control-Allow-Headers"))
                .contains("authorization", "cache-control", "content-type", "last-event-id");
    }

    @Test
    void shouldLetAListedOriginReadWhereAStreamGoesOn() {
        Answer head = hub.head("topic=a&lastEventID=earliest", "Origin: " + LISTED);
        isForThePage(head);
        assertThat(head.header("Last-Event-ID")).isEqualTo("earliest");
        assertThat(head.header("Access-Control-Expose-Headers")).contains("Last-Event-ID");
    }

    @Test
    void shouldGiveAForeignOriginNothing() {
        for (Answer answer : List.of(
                hub.head("topic=a", "Origin: " + FOREIGN),
                hub.postForm("topic=a", "Origin: " + FOREIGN, PUBLISHER),
                hub.gateway()
                        .exchange(Requests.request(
                                "OPTIONS",
                                RunningHub.URL,
                                "Origin: " + FOREIGN,
                                "Access-Control-Request-Method: POST")))) {
            assertThat(answer.headers().keySet()).noneMatch(name -> name.startsWith("access-control-"));
            assertThat(answer.header("Vary")).isEqualToIgnoringCase("Origin");
        }
    }

    @Test
    void shouldLetEveryOriginInWithoutCredentialsIfConfigured() {
        try (RunningHub open = RunningHub.start("cors.allowed-origins=*")) {
            Answer head = open.head("topic=a", "Origin: " + FOREIGN);
            assertThat(head.header("Access-Control-Allow-Origin")).isEqualTo("*");
            assertThat(head.header("Access-Control-Allow-Credentials")).isNull();
            open.refusal("topic=a", "Origin: " + FOREIGN, RunningHub.cookie(subscriberToken("*")))
                    .isProblem(401, "cors.allowed-origins");
        }
    }
}
