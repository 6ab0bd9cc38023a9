package io.ssegateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.ssegateway.config.CorsConfig;
import io.ssegateway.config.load.ConfigLoader;
import io.ssegateway.limit.BodyBudget;
import io.ssegateway.testing.Outbound;
import io.ssegateway.testing.Requests;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Methods, paths and parameters, on one connection that stays open. */
class RouterTest {
    private static final String ORIGIN = "https://app.example.com";

    private final List<String> deleted = new ArrayList<>();
    private final List<@Nullable String> firsts = new ArrayList<>();

    @AutoClose("finishAndReleaseAll")
    private final EmbeddedChannel connection = connect(List.of(
            Route.get("/things", exchange -> {
                firsts.add(exchange.parameters().first("a"));
                exchange.reply().json(exchange.parameters().query("a"));
            }),
            Route.delete("/things/{id}", exchange -> {
                String id = exchange.parameters().path("id");
                if (id.equals("none")) {
                    throw Problem.notFound("There is no such thing.");
                }
                deleted.add(id);
                exchange.reply().noContent();
            }),
            Route.get("/both/{id}", exchange -> exchange.reply().json("got")),
            Route.delete("/both/{id}", exchange -> exchange.reply().noContent())));

    private static EmbeddedChannel connect(List<Route> routes) {
        Router router = new Router(
                new RouteTable(routes),
                new Cors(new CorsConfig(
                        List.of(ORIGIN), ConfigLoader.defaults().cors().allowedHeaders())));
        return new EmbeddedChannel(
                new SequentialHttpCodec(new HttpDecoderConfig()),
                new RequestAggregator(100, new BodyBudget(1_000, 1_000), router),
                router);
    }

    /** The answers, without their dates. */
    private String send(String requests) {
        connection.writeInbound(Unpooled.copiedBuffer(requests, StandardCharsets.ISO_8859_1));
        return Outbound.text(connection).replaceAll("(?m)^date: .* GMT\r\n", "");
    }

    private String delete(String path, String... headers) {
        return send(Requests.request("DELETE", path, headers));
    }

    @Test
    void shouldCloseAConnectionWhoseStreamFailsToOpen() {
        EmbeddedChannel stream = connect(List.of(Route.get("/stream", exchange -> {
            while (exchange.channel().pipeline().first() != null) {
                exchange.channel().pipeline().removeFirst();
            }
            throw new IllegalStateException("after HTTP has left the pipeline");
        })));

        stream.writeInbound(Unpooled.copiedBuffer(Requests.request("GET", "/stream"), StandardCharsets.ISO_8859_1));

        assertThat(stream.isOpen()).isFalse();
        assertThat(stream.<ByteBuf>readOutbound()).isNull();
        stream.finishAndReleaseAll();
    }

    @Test
    void shouldDeleteAndSayNothingMore() {
        assertThat(delete("/things/7")).isEqualTo("HTTP/1.1 204 No Content\r\nvary: origin\r\n\r\n");
        assertThat(deleted).containsExactly("7");
        assertThat(connection.isOpen()).isTrue();
    }

    /** A body, or the announcement of one, would be taken for the beginning of the next answer. */
    @Test
    void shouldKeepTheConnectionForFurtherRequests() {
        String answers = send(Requests.request("DELETE", "/things/1")
                + Requests.request("DELETE", "/things/2", "Content-Length: 4")
                + "body"
                + Requests.request("DELETE", "/things/none")
                + Requests.get("/things?a=1")
                + Requests.request("DELETE", "/things/3"));

        assertThat(answers.replaceAll("\r\n(?!HTTP)|\r\n$", "|"))
                .matches("HTTP/1.1 204 No Content\\|vary: origin\\|\r\n"
                        + "HTTP/1.1 204 No Content\\|vary: origin\\|\r\n"
                        + "HTTP/1.1 404 Not Found\\|.*There is no such thing\\.\"}"
                        + "HTTP/1.1 200 OK\\|.*\\[\"1\"]"
                        + "HTTP/1.1 204 No Content\\|vary: origin\\|\\|");
        assertThat(deleted).containsExactly("1", "2", "3");
        assertThat(connection.isOpen()).isTrue();
    }

    @Test
    void shouldNotDeleteAfterTheConnectionsEnd() {
        String answers = send(
                Requests.request("DELETE", "/things/7", "Connection: close") + Requests.request("DELETE", "/things/8"));

        assertThat(answers).isEqualTo("HTTP/1.1 204 No Content\r\nvary: origin\r\nconnection: close\r\n\r\n");
        assertThat(deleted).containsExactly("7");
    }

    @ParameterizedTest
    @CsvSource({
        "a%2Fb, a/b",
        "a%20b, 'a b'",
        "a+b, a+b",
        "%C3%A4, \u00e4",
        // Not encoded, as some clients send it: two bytes of UTF-8.
        "\u00c3\u00a4, \u00e4",
        "%F0%9F%8E%89, \uD83C\uDF89",
        "%EF%BF%BD, \uFFFD"
    })
    void shouldDecodeTheSegment(String segment, String id) {
        assertThat(delete("/things/" + segment)).contains(" 204 ");
        assertThat(deleted).containsExactly(id);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/things/%ff", "/things/%C3", "/things/%zz", "/things/\u00e4"})
    void shouldNotDeleteAnotherThingThanWasNamed(String path) {
        assertThat(delete(path)).contains(" 400 ", "percent-encoded UTF-8");
        assertThat(deleted).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/things/", "/things/a/b", "/things/a/"})
    void shouldNotFindDeletionsOfOtherPaths(String path) {
        assertThat(delete(path)).contains(" 404 ");
        assertThat(deleted).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "DELETE, /things, 'GET, HEAD, OPTIONS'",
        "GET, /things/7, 'DELETE, OPTIONS'",
        "HEAD, /things/7, 'DELETE, OPTIONS'",
        "POST, /things/7, 'DELETE, OPTIONS'",
        "delete, /things/7, 'DELETE, OPTIONS'",
        "POST, /both/7, 'GET, HEAD, DELETE, OPTIONS'"
    })
    void shouldSayWhichMethodsAreAllowed(String method, String path, String allow) {
        assertThat(send(Requests.request(method, path))).contains(" 405 ", "\r\nallow: " + allow + "\r\n");
        assertThat(send(Requests.request("OPTIONS", path))).contains(" 204 ", "\r\nallow: " + allow + "\r\n");
        assertThat(deleted).isEmpty();
    }

    @Test
    void shouldChooseByMethod() {
        assertThat(send(Requests.get("/both/7"))).contains(" 200 ", "\"got\"");
        assertThat(delete("/both/7")).contains(" 204 ");
    }

    @Test
    void shouldLetPagesAskWhetherTheyMayDelete() {
        assertThat(send(Requests.request(
                        "OPTIONS", "/things/7", "Origin: " + ORIGIN, "Access-Control-Request-Method: DELETE")))
                .contains("access-control-allow-methods: DELETE, OPTIONS\r\n");
        assertThat(delete("/things/7", "Origin: " + ORIGIN)).contains("access-control-allow-origin: " + ORIGIN);
    }

    @ParameterizedTest
    @CsvSource({
        "'', []",
        "?a=%C3%A4, '[\"\u00e4\"]'",
        "?a=\u00c3\u00a4, '[\"\u00e4\"]'",
        "?a=%EF%BF%BD, '[\"\uFFFD\"]'",
        "?a=%F0%9F%8E%89&a=2, '[\"\uD83C\uDF89\",\"2\"]'",
        "?%61=x+y%2B, '[\"x y+\"]'"
    })
    void shouldDecodeTheQuery(String query, String values) {
        assertThat(send(Requests.get("/things" + query))).endsWith("\r\n\r\n" + values);
    }

    @Test
    void shouldTakeTheFirstOfSeveralValues() {
        send(Requests.get("/things?a=1&b=2&a=3") + Requests.get("/things?b=2") + Requests.get("/things?a"));

        assertThat(firsts).containsExactly("1", null, "");
    }
}
