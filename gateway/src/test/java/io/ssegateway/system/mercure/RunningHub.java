package io.ssegateway.system.mercure;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.ssegateway.config.JwtAlgorithm;
import io.ssegateway.http.FormBody;
import io.ssegateway.testing.Answer;
import io.ssegateway.testing.EventReader;
import io.ssegateway.testing.RawClient;
import io.ssegateway.testing.Requests;
import io.ssegateway.testing.RunningGateway;
import io.ssegateway.testing.Tokens;
import java.net.URLEncoder;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A gateway with a key for publishers and another for subscribers, and what the protocol's clients say to it. */
final class RunningHub implements AutoCloseable {
    static final String URL = "/.well-known/mercure";

    /** May publish to everything. */
    static final String PUBLISHER = bearer(publisherToken("*"));

    private final RunningGateway gateway;

    private RunningHub(RunningGateway gateway) {
        this.gateway = gateway;
    }

    /** Starts one with further settings. */
    static RunningHub start(String... settings) {
        Stream<String> keys = Stream.of(
                "auth.jwt.publisher.key=" + Tokens.SECRET + "publisher",
                "auth.jwt.subscriber.key=" + Tokens.SECRET + "subscriber");
        return new RunningHub(RunningGateway.start(
                Stream.concat(keys, Arrays.stream(settings)).toArray(String[]::new)));
    }

    RunningGateway gateway() {
        return gateway;
    }

    /** A token of this payload, signed with the publishers' key. */
    static String publisherTokenOf(String payload) {
        return Tokens.token(JwtAlgorithm.HS256, "publisher", payload);
    }

    /** A token of this payload, signed with the subscribers' key. */
    static String subscriberTokenOf(String payload) {
        return Tokens.token(JwtAlgorithm.HS256, "subscriber", payload);
    }

    static String publisherToken(String... selectors) {
        return publisherTokenOf("{\"mercure\":{\"publish\":" + array(selectors) + "}}");
    }

    static String subscriberToken(String... selectors) {
        return subscriberTokenOf("{\"mercure\":{\"subscribe\":" + array(selectors) + "}}");
    }

    private static String array(String... selectors) {
        return Arrays.stream(selectors)
                .map(selector -> '"' + selector + '"')
                .collect(Collectors.joining(",", "[", "]"));
    }

    static String bearer(String token) {
        return "Authorization: Bearer " + token;
    }

    static String cookie(String token) {
        return "Cookie: mercureAuthorization=" + token;
    }

    /** Names and values in turn, as a form or a query has them. */
    static String form(String... namesAndValues) {
        return IntStream.range(0, namesAndValues.length / 2)
                .mapToObj(i -> encoded(namesAndValues[2 * i]) + "=" + encoded(namesAndValues[2 * i + 1]))
                .collect(Collectors.joining("&"));
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, UTF_8);
    }

    /** The request that posts a form. */
    static String post(String form, String... headers) {
        return Requests.post(URL, FormBody.TYPE, form, headers);
    }

    /** Posts a form with these headers alone. */
    Answer postForm(String form, String... headers) {
        return gateway.exchange(post(form, headers));
    }

    /** Publishes as somebody who may; answers the id. */
    String publish(String topic, String data) {
        return published(form("topic", topic, "data", data));
    }

    /** As {@link #publish(String, String)}, for those alone who are granted the topic. */
    String publishPrivate(String topic, String data) {
        return published(form("topic", topic, "data", data, "private", "on"));
    }

    /** Publishes a form as somebody who may; answers the id. */
    String published(String form) {
        Answer answer = postForm(form, PUBLISHER);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.body();
    }

    /** Opens a stream that gets everything published from now on. */
    EventReader subscribe(String query, String... headers) {
        return gateway.open(URL + "?" + query, headers);
    }

    /** Opens a stream of one topic selector. */
    EventReader follow(String selector, String... headers) {
        return subscribe(form("topic", selector), headers);
    }

    /** The answer to a request for a stream that is not given. */
    Answer refusal(String query, String... headers) {
        return gateway.exchange(Requests.get(URL + "?" + query, headers));
    }

    /** The head of the answer to a request for a stream. */
    Answer head(String query, String... headers) {
        try (RawClient client = gateway.connect()) {
            return client.get(URL + "?" + query, headers).head();
        }
    }

    @Override
    public void close() {
        gateway.close();
    }
}
