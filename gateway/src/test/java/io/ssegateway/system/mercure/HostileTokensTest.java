package io.ssegateway.system.mercure;

import static io.ssegateway.system.mercure.RunningHub.bearer;
import static io.ssegateway.system.mercure.RunningHub.cookie;
import static io.ssegateway.system.mercure.RunningHub.publisherToken;
import static io.ssegateway.system.mercure.RunningHub.publisherTokenOf;
import static io.ssegateway.system.mercure.RunningHub.subscriberToken;
import static io.ssegateway.system.mercure.RunningHub.subscriberTokenOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.ssegateway.config.JwtAlgorithm;
import io.ssegateway.http.FormBody;
import io.ssegateway.testing.Answer;
import io.ssegateway.testing.LogCapture;
import io.ssegateway.testing.RawClient;
import io.ssegateway.testing.Requests;
import io.ssegateway.testing.Tokens;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Tokens that somebody made up, found, changed or hid: each gets a refusal, and no event moves. */
class HostileTokensTest {
    private static final String LISTED = "https://app.example.com";
    private static final String BOTH = "\"mercure\":{\"publish\":[\"*\"],\"subscribe\":[\"*\"]}}";
    private static final String FORM = "topic=a&data=forged&private=on";

    @AutoClose
    private static final RunningHub hub = RunningHub.start(
            "limits.max-header-bytes=64KiB",
            "limits.max-request-line-bytes=64KiB",
            "cors.allowed-origins=" + LISTED,
            "auth.publish-origins=" + LISTED);

    @AutoClose
    @SuppressWarnings("UnusedVariable") // Closing it checks that nothing happened.
    private final Witness witness = Witness.of(hub);

    static Stream<Arguments> tokens() {
        String publisher = publisherToken("*");
        String[] parts = publisher.split("\\.", -1);
        String input = parts[0] + "." + parts[1];
        return Stream.of(
                Arguments.of("one part", "a"),
                Arguments.of("two parts", input),
                Arguments.of("no signature", input + "."),
                Arguments.of("an encrypted token", "a.b.c.d.e"),
                Arguments.of("dots", ".."),
                Arguments.of("another key", Tokens.token(JwtAlgorithm.HS256, "evil", "{" + BOTH)),
                Arguments.of("another algorithm", Tokens.token(JwtAlgorithm.HS512, "publisher", "{" + BOTH)),
                Arguments.of("not signed", Tokens.encode("{\"alg\":\"none\"}") + "." + parts[1] + "."),
                Arguments.of("NoNe", Tokens.encode("{\"alg\":\"NoNe\"}") + "." + parts[1] + "." + parts[2]),
                Arguments.of(
                        "a key of its own",
                        Tokens.token(
                                "{\"alg\":\"HS256\",\"jwk\":{\"kty\":\"oct\",\"k\":\""
                                        + Tokens.encode(Tokens.SECRET + "evil") + "\"}}",
                                JwtAlgorithm.HS256,
                                "evil",
                                "{" + BOTH)),
                Arguments.of(
                        "a URL of a key",
                        Tokens.token(
                                "{\"alg\":\"HS256\",\"jku\":\"http://127.0.0.1:1/\"}",
                                JwtAlgorithm.HS256,
                                "evil",
                                "{" + BOTH)),
                Arguments.of("other claims", parts[0] + "." + Tokens.encode("{" + BOTH + " ") + "." + parts[2]),
                Arguments.of("a cut signature", publisher.substring(0, publisher.length() - 1)),
                Arguments.of("a longer signature", publisher + "A"),
                Arguments.of("padding", publisher + "="),
                Arguments.of("expired", publisherTokenOf("{\"exp\":1700000000," + BOTH)),
                Arguments.of("expired for a subscriber", subscriberTokenOf("{\"exp\":1700000000," + BOTH)),
                Arguments.of("not yet", publisherTokenOf("{\"nbf\":99999999999," + BOTH)),
                Arguments.of("not yet for a subscriber", subscriberTokenOf("{\"nbf\":99999999999," + BOTH)),
                Arguments.of("an expiry of text", publisherTokenOf("{\"exp\":\"99999999999\"," + BOTH)),
                Arguments.of("two expiries", publisherTokenOf("{\"exp\":1,\"exp\":99999999999," + BOTH)),
                Arguments.of("no JSON", publisherTokenOf("mercure")),
                Arguments.of("deep JSON", publisherTokenOf("[".repeat(4000))),
                Arguments.of("large", publisherTokenOf("{\"x\":\"" + "x".repeat(8 * 1024) + "\"," + BOTH)),
                Arguments.of(
                        "large for a subscriber", subscriberTokenOf("{\"x\":\"" + "x".repeat(8 * 1024) + "\"," + BOTH)),
                Arguments.of("very large", "x".repeat(40_000)),
                Arguments.of("very many dots", ".".repeat(40_000)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("tokens")
    void shouldRefuseAToken(String name, String token) {
        for (Answer answer : List.of(
                hub.postForm(FORM, bearer(token)),
                hub.postForm(FORM, cookie(token), "Origin: " + LISTED),
                hub.gateway().exchange(Requests.post(RunningHub.URL + "?authorization=" + token, FormBody.TYPE, FORM)),
                hub.gateway()
                        .exchange(Requests.post(
                                "/publish",
                                "application/json",
                                "{\"topics\":[\"a\"],\"data\":\"forged\"}",
                                bearer(token))),
                hub.refusal("topic=a", bearer(token)),
                hub.refusal("topic=a", cookie(token)),
                hub.refusal("topic=a&authorization=" + token),
                hub.gateway().exchange(Requests.get("/events?topic=a", bearer(token))))) {
            answer.isProblem(401);
            assertThat(answer.headers()).doesNotContainKey("set-cookie");
            if (token.length() > 20) {
                assertThat(answer.body()).doesNotContain(token.substring(0, 20));
            }
        }
    }

    @Test
    void shouldNotTakeOneRolesTokenForTheOther() {
        String publisher = publisherTokenOf("{" + BOTH);
        String subscriber = subscriberTokenOf("{" + BOTH);
        hub.postForm(FORM, bearer(subscriber)).isProblem(401);
        hub.postForm(FORM, cookie(subscriber), "Origin: " + LISTED).isProblem(401);
        hub.gateway()
                .exchange(Requests.post(RunningHub.URL + "?authorization=" + subscriber, FormBody.TYPE, FORM))
                .isProblem(401);
        hub.refusal("topic=a", bearer(publisher)).isProblem(401);
        hub.refusal("topic=a", cookie(publisher)).isProblem(401);
        hub.refusal("topic=a&authorization=" + publisher).isProblem(401);
    }

    @Test
    void shouldRefuseACookieThatAForeignPageSends() {
        String cookie = cookie(publisherToken("*"));
        hub.postForm(FORM, cookie).isProblem(401);
        hub.postForm(FORM, cookie, "Origin: null").isProblem(401);
        hub.postForm(FORM, cookie, "Origin: https://evil.example.com").isProblem(401);
        hub.postForm(FORM, cookie, "Origin: https://evil.example.com", "Referer: " + LISTED + "/")
                .isProblem(401);
        hub.postForm(FORM, cookie, "Origin: " + LISTED, "Origin: https://evil.example.com")
                .isProblem(401);
        hub.refusal("topic=a", cookie(subscriberToken("*")), "Origin: https://evil.example.com")
                .isProblem(401);
    }

    @Test
    void shouldRefuseTokensThatAreThereTwice() {
        String good = publisherToken("*");
        String reader = subscriberToken("*");
        hub.postForm(FORM, bearer(good), bearer(good)).isProblem(401, "more than one");
        hub.postForm(FORM, bearer(good), "authorization: Basic YTpi").isProblem(401, "more than one");
        hub.gateway()
                .exchange(Requests.post(
                        RunningHub.URL + "?authorization=" + good + "&authorization=" + good, FormBody.TYPE, FORM))
                .isProblem(401, "more than one");
        hub.refusal("topic=a&authorization=" + reader + "&%61uthorization=x").isProblem(401, "more than one");
        hub.refusal("topic=a", bearer(reader), bearer("x.y.z")).isProblem(401, "more than one");
        hub.refusal("topic=a", "Authorization: Bearer " + reader + ", Bearer " + reader)
                .isProblem(401);
    }

    @Test
    void shouldNotLookForATokenElsewhere() {
        String good = publisherToken("*");
        hub.postForm(FORM + "&authorization=" + good).isProblem(401, "This needs a token");
        hub.postForm(FORM, "X-Authorization: Bearer " + good, "Proxy-Authorization: Bearer " + good)
                .isProblem(401, "This needs a token");
        hub.gateway()
                .exchange(Requests.post(RunningHub.URL + "?Authorization=" + good, FormBody.TYPE, FORM))
                .isProblem(401, "This needs a token");
        hub.gateway()
                .exchange(Requests.post(RunningHub.URL + "?x=1;authorization=" + good, FormBody.TYPE, FORM))
                .isProblem(401, "This needs a token");
        hub.postForm(FORM, "Cookie: mercureauthorization=" + good, "Origin: " + LISTED)
                .isProblem(401, "This needs a token");
        hub.postForm(FORM, "Cookie: x=\"mercureAuthorization=" + good + "\"", "Origin: " + LISTED)
                .isProblem(401, "This needs a token");
    }

    @Test
    void shouldRefuseControlCharactersAroundAToken() {
        String good = subscriberToken("*");
        for (String noise : List.of(
                "%00", "%0A", "%0D%0A", "%20", "%09", "%EF%BB%BF", "+", "%2C", "%zz", "%", "%0D%0AX-Evil:%201")) {
            hub.refusal("topic=a&authorization=" + good + noise).isProblem(401);
            hub.refusal("topic=a&authorization=" + noise + good).isProblem(401);
        }
        for (String broken : List.of("%FF", "%C0%AF", "%ED%A0%80")) {
            hub.refusal("topic=a&authorization=" + good + broken).isProblem(400);
        }
        for (String noise : List.of("\0", "\u0001", "\u007f", "\u00ff", "\u000b", "\n", "\r", " x")) {
            try (RawClient client = hub.gateway().connect()) {
                Answer answer = client.get(RunningHub.URL + "?topic=a", bearer(good + noise) + "y")
                        .answer();
                assertThat(answer.status()).as("%x", (int) noise.charAt(0)).isBetween(400, 431);
            }
        }
    }

    @Test
    void shouldNotWriteATokenOfAUrlIntoTheLog() {
        try (LogCapture log = new LogCapture()) {
            String good = subscriberToken("*");
            String bad = subscriberTokenOf("{\"exp\":1," + BOTH);
            String publisher = publisherToken("*");
            hub.subscribe("topic=a&authorization=" + good).close();
            hub.refusal("topic=a&authorization=" + bad).isProblem(401);
            hub.refusal("topic=&authorization=" + good).isProblem(400);
            hub.gateway()
                    .exchange(Requests.get("/nothing?authorization=" + good))
                    .isProblem(404);
            hub.gateway()
                    .exchange(Requests.post(RunningHub.URL + "?authorization=" + publisher, FormBody.TYPE, "data=x"))
                    .isProblem(400);
            hub.gateway().exchange("GET " + RunningHub.URL + "?topic=a&authorization=" + good + "\r\n\r\n");
            String body = hub.gateway().manage("/connections").body()
                    + hub.gateway().manage("/metrics").body();
            for (String token : List.of(good, bad, publisher)) {
                String signature = token.substring(token.lastIndexOf('.') + 1);
                assertThat(body).doesNotContain(signature);
                assertThat(log.events())
                        .noneMatch(event ->
                                event.getMessage().getFormattedMessage().contains(signature));
            }
        }
    }
}
