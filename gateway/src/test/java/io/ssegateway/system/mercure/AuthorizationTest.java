package io.ssegateway.system.mercure;

import static io.ssegateway.system.mercure.RunningHub.PUBLISHER;
import static io.ssegateway.system.mercure.RunningHub.bearer;
import static io.ssegateway.system.mercure.RunningHub.publisherToken;
import static io.ssegateway.system.mercure.RunningHub.publisherTokenOf;
import static io.ssegateway.system.mercure.RunningHub.subscriberToken;
import static org.assertj.core.api.Assertions.assertThat;

import io.ssegateway.config.JwtAlgorithm;
import io.ssegateway.config.JwtKeyConfig;
import io.ssegateway.http.FormBody;
import io.ssegateway.testing.Answer;
import io.ssegateway.testing.EventReader;
import io.ssegateway.testing.NoWarnings;
import io.ssegateway.testing.Requests;
import io.ssegateway.testing.RunningGateway;
import io.ssegateway.testing.Tokens;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The section "Authorization" of the Mercure protocol: the header, the cookie, the parameter, and which of them counts.
 */
@ExtendWith(NoWarnings.class)
class AuthorizationTest {
    private static final String LISTED = "https://app.example.com";
    private static final String FOREIGN = "https://evil.example.com";
    private static final String WRONG = "x.y.z";

    @AutoClose
    private static final RunningHub hub = RunningHub.start(
            "auth.subscribe=token", "cors.allowed-origins=" + LISTED, "auth.publish-origins=" + LISTED);

    private static Answer publish(String query, String... headers) {
        return hub.gateway().exchange(Requests.post(RunningHub.URL + query, FormBody.TYPE, "topic=a&data=x", headers));
    }

    private static int publishStatus(String query, String... headers) {
        return publish(query, headers).status();
    }

    private static int subscribeStatus(String query, String... headers) {
        return hub.head("topic=a" + query, headers).status();
    }

    @Test
    void shouldAnswer401WithAChallengeWithoutAToken() {
        for (Answer answer : List.of(publish(""), hub.refusal("topic=a"))) {
            answer.isProblem(401, "This needs a token");
            assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer realm=\"sse-gateway\"");
        }
    }

    @Test
    void shouldSayThatATokenIsInvalid() {
        for (Answer answer : List.of(publish("", bearer(WRONG)), hub.refusal("topic=a", bearer(WRONG)))) {
            answer.isProblem(401, "token");
            assertThat(answer.header("WWW-Authenticate"))
                    .isEqualTo("Bearer realm=\"sse-gateway\", error=\"invalid_token\"");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer", "Bearer ", "Bearer x", "Bearer {} x"})
    void shouldAnswer401ToABearerThatIsNoToken(String value) {
        assertThat(publishStatus("", header(value, publisherToken("*")))).isEqualTo(401);
        assertThat(subscribeStatus("", header(value, subscriberToken("*")))).isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer {} ", "Bearer   {}", "bearer {}", "BEARER \t {}"})
    void shouldTakeBlanksAndTheSchemeInAnyCase(String value) {
        assertThat(publishStatus("", header(value, publisherToken("*")))).isEqualTo(200);
        assertThat(subscribeStatus("", header(value, subscriberToken("*")))).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Basic YTpi", "Digest username=\"a\"", "Negotiate YII=", "Token {}", "{}", "Bearer{}"})
    void shouldTakeCredentialsOfOtherSchemesForNoToken(String value) {
        String publisher = header(value, publisherToken("*"));
        assertThat(publishStatus("", publisher)).isEqualTo(401);
        assertThat(publishStatus("?authorization=" + publisherToken("*"), publisher))
                .isEqualTo(200);
        String subscriber = header(value, subscriberToken("*"));
        assertThat(subscribeStatus("", subscriber)).isEqualTo(401);
        assertThat(subscribeStatus("", subscriber, RunningHub.cookie(subscriberToken())))
                .isEqualTo(200);
    }

    private static String header(String value, String token) {
        return "Authorization: " + value.replace("{}", token);
    }

    @Test
    void shouldTakeTheTokenOfEachMechanism() {
        assertThat(publishStatus("", PUBLISHER)).isEqualTo(200);
        assertThat(publishStatus("?authorization=" + publisherToken("*"))).isEqualTo(200);
        assertThat(publishStatus("", RunningHub.cookie(publisherToken("*")), "Origin: " + LISTED))
                .isEqualTo(200);
        assertThat(subscribeStatus("", bearer(subscriberToken()))).isEqualTo(200);
        assertThat(subscribeStatus("&authorization=" + subscriberToken())).isEqualTo(200);
        assertThat(subscribeStatus("", RunningHub.cookie(subscriberToken()))).isEqualTo(200);
    }

    @Test
    void shouldIgnoreParameterAndCookieBesideAHeader() {
        String good = subscriberToken();
        assertThat(subscribeStatus("&authorization=" + WRONG, bearer(good), RunningHub.cookie(WRONG)))
                .isEqualTo(200);
        assertThat(subscribeStatus("&authorization=" + good, bearer(WRONG), RunningHub.cookie(good)))
                .isEqualTo(401);
        String mayPublish = publisherToken("*");
        assertThat(publishStatus("?authorization=" + WRONG, bearer(mayPublish), RunningHub.cookie(WRONG)))
                .isEqualTo(200);
        assertThat(publishStatus("?authorization=" + mayPublish, bearer(publisherToken()), "Origin: " + LISTED))
                .isEqualTo(403);
    }

    @Test
    void shouldIgnoreTheCookieBesideAParameter() {
        String good = subscriberToken();
        assertThat(subscribeStatus("&authorization=" + good, RunningHub.cookie(WRONG), "Origin: " + FOREIGN))
                .isEqualTo(200);
        assertThat(subscribeStatus("&authorization=" + WRONG, RunningHub.cookie(good)))
                .isEqualTo(401);
        assertThat(subscribeStatus("&authorization=", RunningHub.cookie(good))).isEqualTo(200);
        assertThat(subscribeStatus("&authorization=", RunningHub.cookie(WRONG))).isEqualTo(401);
    }

    @Test
    void shouldKeepWhatIsAnsweredToATokenInTheUrlFromSharedCaches() {
        assertThat(publish("?authorization=" + publisherToken("*")).header("Cache-Control"))
                .contains("private");
        assertThat(hub.head("topic=a&authorization=" + subscriberToken()).header("Cache-Control"))
                .contains("private");
    }

    @Test
    void shouldSubscribeWithTheCookieFromTheOwnOriginAndListedOnes() {
        String cookie = RunningHub.cookie(subscriberToken());
        assertThat(subscribeStatus("", cookie)).isEqualTo(200);
        assertThat(subscribeStatus("", cookie, "Origin: " + LISTED)).isEqualTo(200);
        assertThat(subscribeStatus("", cookie, "Referer: " + FOREIGN + "/page")).isEqualTo(200);
    }

    @Test
    void shouldAnswer401ToASubscribersCookieFromAForeignOrigin() {
        String cookie = RunningHub.cookie(subscriberToken());
        for (String origin : List.of(FOREIGN, "null", "*", LISTED + "/", LISTED + ".evil.example", "")) {
            hub.refusal("topic=a", cookie, "Origin: " + origin).isProblem(401, "origin");
        }
    }

    @Test
    void shouldPublishWithTheCookieFromAListedOriginOrReferer() {
        String cookie = RunningHub.cookie(publisherToken("*"));
        assertThat(publishStatus("", cookie, "Origin: " + LISTED)).isEqualTo(200);
        assertThat(publishStatus("", cookie, "Referer: " + LISTED + "/page?a=b"))
                .isEqualTo(200);
        assertThat(publishStatus("", cookie, "Referer: " + LISTED)).isEqualTo(200);
        assertThat(publishStatus("", cookie, "Origin: " + LISTED, "Referer: " + FOREIGN + "/"))
                .isEqualTo(200);
    }

    @Test
    void shouldAnswer401ToAPublishersCookieWithoutOriginAndReferer() {
        publish("", RunningHub.cookie(publisherToken("*"))).isProblem(401, "Origin or Referer");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Origin: https://evil.example.com",
                "Origin: null",
                "Origin: ",
                "Origin: *",
                "Origin: https://app.example.com.evil.example",
                "Origin: http://app.example.com",
                "Origin: https://app.example.com:8443",
                "Origin: https://app.example.com https://evil.example.com",
                "Origin: https://app.example.com|Origin: https://evil.example.com",
                "Origin: https://evil.example.com|Referer: https://app.example.com/",
                "Referer: https://evil.example.com/https://app.example.com",
                "Referer: https://app.example.com@evil.example.com/",
                "Referer: https://evil.example.com?https://app.example.com",
                "Referer: https://app.example.com.evil.example/",
                "Referer: http://192.168.0.%31/",
                "Referer: app.example.com",
                "Referer: //app.example.com/",
                "Referer: ",
                "Referer: https://app.example.com/|Referer: https://evil.example.com/"
            })
    void shouldAnswer401ToAPublishersCookieFromAForeignPage(String page) {
        String[] headers = Stream.concat(
                        Stream.of(RunningHub.cookie(publisherToken("*"))), Arrays.stream(page.split("\\|")))
                .toArray(String[]::new);
        publish("", headers).isProblem(401);
    }

    @Test
    void shouldFindTheCookieAmongOthers() {
        String value = "a=b; mercureAuthorization=" + subscriberToken() + "; mercureAuthorizations=" + WRONG;
        assertThat(subscribeStatus("", "Cookie: " + value)).isEqualTo(200);
        assertThat(subscribeStatus("", "Cookie: MercureAuthorization=" + subscriberToken()))
                .isEqualTo(401);
        assertThat(subscribeStatus("", RunningHub.cookie(WRONG) + "; mercureAuthorization=" + subscriberToken()))
                .isEqualTo(401);
    }

    @Test
    void shouldTakeACookieOfAnotherNameAndEveryOriginIfConfigured() {
        try (RunningHub other =
                RunningHub.start("auth.subscribe=token", "auth.jwt.cookie-name=hub", "auth.publish-origins=*")) {
            String form = "topic=a&data=x";
            String cookie = "Cookie: hub=" + publisherToken("*");
            assertThat(other.postForm(form, cookie, "Origin: " + FOREIGN).status())
                    .isEqualTo(200);
            assertThat(other.postForm(form, cookie, "Referer: " + FOREIGN + "/").status())
                    .isEqualTo(200);
            other.postForm(form, cookie).isProblem(401, "Origin or Referer");
            other.postForm(form, RunningHub.cookie(publisherToken("*")), "Origin: " + FOREIGN)
                    .isProblem(401);
            other.subscribe("topic=a", "Cookie: hub=" + subscriberToken()).close();
        }
    }

    @Test
    void shouldReadTheNamespacedClaim() {
        String claim = "{\"https://mercure.rocks/\":{\"publish\":[\"a\"]},\"mercure\":{\"publish\":[]}}";
        assertThat(publishStatus("", bearer(publisherTokenOf(claim)))).isEqualTo(200);
        String shadowed = "{\"https://mercure.rocks/\":{\"publish\":[]},\"mercure\":{\"publish\":[\"*\"]}}";
        assertThat(publishStatus("", bearer(publisherTokenOf(shadowed)))).isEqualTo(403);
    }

    @Test
    void shouldAnswer403ToAnOperationThatIsNotAllowed() {
        publish("", bearer(publisherToken("b"))).isProblem(403, "topic a");
    }

    @ParameterizedTest
    @EnumSource(JwtAlgorithm.class)
    void shouldTakeTokensOfEachAlgorithmAndOfNoOther(JwtAlgorithm algorithm, @TempDir Path folder) throws Exception {
        JwtKeyConfig key = Tokens.config(algorithm, "hub");
        Path file = Files.writeString(folder.resolve("key"), key.key());
        String payload = "{\"mercure\":{\"publish\":[\"*\"],\"subscribe\":[\"*\"]}}";
        try (RunningGateway gateway = RunningGateway.start(
                "auth.jwt.publisher.key=file:" + file,
                "auth.jwt.publisher.algorithm=" + algorithm,
                "auth.jwt.subscriber.key=file:" + file,
                "auth.jwt.subscriber.algorithm=" + algorithm)) {
            String good = bearer(Tokens.token(algorithm, "hub", payload));
            try (EventReader stream = gateway.open(RunningHub.URL + "?topic=a", good)) {
                assertThat(gateway.exchange(RunningHub.post("topic=a&data=x&private=on", good))
                                .status())
                        .isEqualTo(200);
                assertThat(stream.nextData()).isEqualTo("x");
            }
            JwtAlgorithm other = algorithm == JwtAlgorithm.HS256 ? JwtAlgorithm.HS384 : JwtAlgorithm.HS256;
            for (String wrong : List.of(
                    Tokens.token(algorithm, "another", payload),
                    Tokens.token(other, "hub", payload),
                    Tokens.token("{\"alg\":\"" + other + "\"}", algorithm, "hub", payload))) {
                gateway.exchange(RunningHub.post("topic=a", bearer(wrong))).isProblem(401);
                gateway.exchange(Requests.get(RunningHub.URL + "?topic=a", bearer(wrong)))
                        .isProblem(401);
            }
        }
    }
}
