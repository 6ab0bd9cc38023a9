package io.ssegateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.ssegateway.config.load.ConfigLoader;
import io.ssegateway.json.Json;
import io.ssegateway.limit.BodyBudget;
import io.ssegateway.testing.Outbound;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/** Bodies under way share one budget, whatever becomes of them. */
class RequestAggregatorTest {
    private static final int MAX_BODY = 8_000;
    private static final Endpoint OK =
            exchange -> exchange.reply().json(Json.object().put("ok", true));

    private final BodyBudget budget = new BodyBudget(10_000, MAX_BODY);
    private final Router router = new Router(
            new RouteTable(List.of(Route.post("/", OK))),
            new Cors(ConfigLoader.defaults().cors()));

    private EmbeddedChannel connect() {
        return new EmbeddedChannel(
                new SequentialHttpCodec(new HttpDecoderConfig()),
                new RequestAggregator(MAX_BODY, budget, router),
                router);
    }

    private static String send(EmbeddedChannel connection, String bytes) {
        connection.writeInbound(Unpooled.copiedBuffer(bytes, StandardCharsets.US_ASCII));
        return Outbound.text(connection);
    }

    private static String head(int length) {
        return "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: " + length + "\r\n\r\n";
    }

    private static String chunkedHead() {
        return "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";
    }

    @Test
    void shouldRefuseALargeBodyWhenOthersHaveTakenTheRoom() {
        EmbeddedChannel slow = connect();
        assertThat(send(slow, head(7_000) + "x")).isEmpty();
        assertThat(budget.taken()).isEqualTo(7_000);

        assertThat(send(connect(), head(7_000))).startsWith("HTTP/1.1 503 ").containsIgnoringCase("retry-after: 1\r\n");
        assertThat(send(connect(), chunkedHead())).startsWith("HTTP/1.1 503 ");
        assertThat(send(connect(), head(3) + "abc")).startsWith("HTTP/1.1 200 ");
        assertThat(budget.taken()).isEqualTo(7_000);

        assertThat(send(slow, "x".repeat(6_999))).startsWith("HTTP/1.1 200 ");
        assertThat(budget.taken()).isZero();
        assertThat(send(connect(), head(7_000) + "x".repeat(7_000))).startsWith("HTTP/1.1 200 ");
        assertThat(budget.taken()).isZero();
        slow.finishAndReleaseAll();
    }

    @Test
    void shouldGiveTheRoomBackWhenTheClientLeaves() {
        EmbeddedChannel slow = connect();
        send(slow, chunkedHead() + "1\r\nx\r\n");
        assertThat(budget.taken()).isEqualTo(MAX_BODY);

        slow.finishAndReleaseAll();

        assertThat(budget.taken()).isZero();
    }

    @Test
    void shouldGiveTheRoomBackForABodyThatIsTooLarge() {
        String chunk = "1000\r\n" + "x".repeat(4_096) + "\r\n";

        assertThat(send(connect(), chunkedHead() + chunk + chunk)).startsWith("HTTP/1.1 413 ");
        assertThat(send(connect(), head(MAX_BODY + 1))).startsWith("HTTP/1.1 413 ");
        assertThat(budget.taken()).isZero();
    }

    @Test
    void shouldNotAskForABodyThatItHasNoRoomFor() {
        EmbeddedChannel slow = connect();
        send(slow, head(7_000));
        String expecting = head(7_000).replace("\r\n\r\n", "\r\nExpect: 100-continue\r\n\r\n");

        assertThat(send(connect(), expecting)).startsWith("HTTP/1.1 503 ");
        slow.finishAndReleaseAll();
        EmbeddedChannel next = connect();
        assertThat(send(next, expecting)).startsWith("HTTP/1.1 100 ");
        assertThat(send(next, "x".repeat(7_000))).startsWith("HTTP/1.1 200 ");
        assertThat(budget.taken()).isZero();
    }

    @Test
    void shouldEndAtZeroWhateverRequestsDo() {
        Random random = new Random(42);
        for (int i = 0; i < 2_000; i++) {
            EmbeddedChannel connection = connect();
            for (int j = random.nextInt(4); j > 0 && connection.isOpen(); j--) {
                int length = random.nextInt(MAX_BODY + 2_000);
                String body = "x".repeat(random.nextInt(length + 1));
                send(connection, random.nextBoolean() ? head(length) + body : chunkedHead() + "5\r\nab");
            }
            connection.finishAndReleaseAll();
            assertThat(budget.taken()).as("after connection %d", i).isZero();
        }
    }

    private EmbeddedChannel connect(BodyBudget bodies, Endpoint endpoint) {
        Router one = new Router(
                new RouteTable(List.of(Route.post("/", endpoint))),
                new Cors(ConfigLoader.defaults().cors()));
        return new EmbeddedChannel(
                new SequentialHttpCodec(new HttpDecoderConfig()), new RequestAggregator(MAX_BODY, bodies, one), one);
    }

    /** An endpoint that looks at heads. */
    private static Endpoint lookingAtHeads(BooleanSupplier permits) {
        return new Endpoint() {
            @Override
            public boolean permitsBody(Exchange head) {
                return permits.getAsBoolean();
            }

            @Override
            public void handle(Exchange exchange) {
                OK.handle(exchange);
            }
        };
    }

    @Test
    void shouldNotWaitForABodyThatIsRefusedForItsHead() {
        Endpoint refusing = lookingAtHeads(() -> {
            throw new Problem(HttpResponseStatus.UNAUTHORIZED, "A token is needed here.");
        });
        EmbeddedChannel connection = connect(budget, refusing);

        assertThat(send(connection, head(7_000))).startsWith("HTTP/1.1 401 ").contains("connection: close\r\n");
        assertThat(send(connect(), head(7_000).replace("POST /", "POST /nothing")))
                .startsWith("HTTP/1.1 404 ");
        assertThat(send(connect(), head(7_000).replace("POST", "PUT"))).startsWith("HTTP/1.1 405 ");
        // Small ones cost less than a second look at the head.
        assertThat(send(connect(budget, refusing), head(3) + "abc")).startsWith("HTTP/1.1 200 ");
        assertThat(budget.taken()).isZero();
    }

    @Test
    void shouldLeaveRoomBesideAClientOfWhomNothingIsKnown() {
        BodyBudget bodies = new BodyBudget(40_000, 16_000);
        Endpoint unknown = lookingAtHeads(() -> false);
        List<EmbeddedChannel> idle = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            idle.add(connect(bodies, unknown));
            assertThat(send(idle.get(i), head(7_000))).isEmpty();
        }

        for (int i = 0; i < 75; i++) {
            assertThat(send(connect(bodies, unknown), head(7_000))).startsWith("HTTP/1.1 503 ");
        }
        assertThat(bodies.taken()).isEqualTo(14_000);
        EmbeddedChannel publisher = connect(bodies, lookingAtHeads(() -> true));
        assertThat(send(publisher, head(7_000) + "x".repeat(7_000))).startsWith("HTTP/1.1 200 ");
        idle.forEach(EmbeddedChannel::finishAndReleaseAll);
        assertThat(bodies.taken()).isZero();
        assertThat(send(connect(bodies, unknown), head(7_000) + "x".repeat(7_000)))
                .startsWith("HTTP/1.1 200 ");
    }

    @Test
    void shouldRefuseABodyOfVeryManyTinyChunks() {
        BodyBudget large = new BodyBudget(1_000_000, 1_000_000);
        Router one = new Router(
                new RouteTable(List.of(Route.post("/", OK))),
                new Cors(ConfigLoader.defaults().cors()));
        EmbeddedChannel connection = new EmbeddedChannel(
                new SequentialHttpCodec(new HttpDecoderConfig()), new RequestAggregator(1_000_000, large, one), one);
        String tiny = "1\r\nx\r\n".repeat(16_000);

        assertThat(send(connection, chunkedHead() + tiny)).isEmpty();
        assertThat(send(connection, tiny))
                .startsWith("HTTP/1.1 400 ")
                .contains("too small chunks", "connection: close")
                .containsOnlyOnce("HTTP/1.1");
        assertThat(large.taken()).isZero();
        connection.finishAndReleaseAll();

        EmbeddedChannel usual = connect(large, OK);
        assertThat(send(usual, chunkedHead() + tiny.substring(0, 600) + "0\r\n\r\n"))
                .startsWith("HTTP/1.1 200 ");
        assertThat(send(usual, chunkedHead() + ("7\r\n" + "x".repeat(7) + "\r\n").repeat(1_000) + "0\r\n\r\n"))
                .startsWith("HTTP/1.1 200 ");
        assertThat(large.taken()).isZero();
    }
}
