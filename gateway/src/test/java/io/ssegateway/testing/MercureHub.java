package io.ssegateway.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import tools.jackson.databind.json.JsonMapper;

/** A gateway that is used as a Mercure hub: with keys, which the tests make tokens with. */
public final class MercureHub implements AutoCloseable {
    private static final String PATH = "/.well-known/mercure";
    private static final String PUBLISHER_KEY = "a key of publishers, for HS256 of 32 bytes or more";
    private static final String SUBSCRIBER_KEY = "a key of subscribers, for HS256 of 32 bytes or more";
    private static final JsonMapper JSON = new JsonMapper();

    private final GatewayProcess gateway;
    private final HttpClient http = HttpClient.newHttpClient();

    private MercureHub(GatewayProcess gateway) {
        this.gateway = gateway;
    }

    /** Starts one on free ports, with these settings besides. */
    public static MercureHub start(String... settings) {
        List<String> all = new ArrayList<>(
                List.of("auth.jwt.publisher.key=" + PUBLISHER_KEY, "auth.jwt.subscriber.key=" + SUBSCRIBER_KEY));
        all.addAll(List.of(settings));
        try {
            return new MercureHub(GatewayProcess.start(all.toArray(String[]::new)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public GatewayProcess gateway() {
        return gateway;
    }

    /** What an application is configured with. */
    public URI url() {
        return gateway.url().resolve(PATH);
    }

    /** Where the gateway listens. */
    public InetSocketAddress address() {
        return new InetSocketAddress(gateway.url().getHost(), gateway.url().getPort());
    }

    /** The same hub by another way. */
    public static URI url(Relay relay) {
        return URI.create(relay.url() + PATH);
    }

    /** A hub's URL with what a stream of these topics has as query. */
    public static URI subscription(URI hub, String... topics) {
        return URI.create(hub + "?"
                + String.join(
                        "&",
                        Stream.of(topics)
                                .map(topic -> "topic=" + URLEncoder.encode(topic, UTF_8))
                                .toList()));
    }

    /** A token that lets its bearer publish to what these selectors match. */
    public static String publisherToken(String... selectors) {
        return token(PUBLISHER_KEY, "publish", selectors);
    }

    /** A token that lets its bearer get the private updates which these selectors match. */
    public static String subscriberToken(String... selectors) {
        return token(SUBSCRIBER_KEY, "subscribe", selectors);
    }

    private static String token(String key, String role, String... selectors) {
        String signed = base64("{\"typ\":\"JWT\",\"alg\":\"HS256\"}".getBytes(UTF_8)) + "."
                + base64(JSON.writeValueAsBytes(Map.of("mercure", Map.of(role, selectors))));
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key.getBytes(UTF_8), "HmacSHA256"));
            return signed + "." + base64(mac.doFinal(signed.getBytes(UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** Publishes to everybody. */
    public void publish(String topic, String data) {
        publish("topic=" + topic + "&data=" + URLEncoder.encode(data, UTF_8));
    }

    /** Publishes to those whose tokens grant the topic. */
    public void publishPrivately(String topic, String data) {
        publish("topic=" + topic + "&private=on&data=" + URLEncoder.encode(data, UTF_8));
    }

    /** Publishes a form as it is. */
    public void publish(String form) {
        HttpRequest request = HttpRequest.newBuilder(url())
                .header("Authorization", "Bearer " + publisherToken("*"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form))
                .build();
        HttpResponse<String> answer = send(request);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }

    /** Waits until there are this many open streams. */
    public void awaitStreams(int expected) {
        HttpRequest request = HttpRequest.newBuilder(gateway.management().resolve("/connections"))
                .build();
        await().untilAsserted(() -> assertThat(
                        JSON.readTree(send(request).body()).get("total").intValue())
                .isEqualTo(expected));
    }

    private HttpResponse<String> send(HttpRequest request) {
        try {
            return http.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        gateway.close();
    }
}
