package io.ssegateway.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.ssegateway.config.load.ConfigLoader;
import io.ssegateway.endpoint.stream.StreamOpener;
import io.ssegateway.fanout.ShardedChannelGroup;
import io.ssegateway.http.Cors;
import io.ssegateway.http.OverloadAnswer;
import io.ssegateway.http.RequestAggregator;
import io.ssegateway.http.Route;
import io.ssegateway.http.RouteTable;
import io.ssegateway.http.Router;
import io.ssegateway.http.SequentialHttpCodec;
import io.ssegateway.limit.BodyBudget;
import io.ssegateway.metrics.CloseReason;
import io.ssegateway.metrics.GatewayMetrics;
import io.ssegateway.protocol.sse.ServerSentEvent;
import io.ssegateway.testing.Core;
import io.ssegateway.testing.LocalConnections;
import io.ssegateway.testing.LocalConnections.Connection;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** A source that uses its stream from a thread that is not the connection's event loop. */
class ForeignThreadTest {
    @AutoClose
    private final LocalConnections connections = new LocalConnections(1);

    private final ShardedChannelGroup streams = Core.start().streams();
    private final CompletableFuture<EventStream> opened = new CompletableFuture<>();
    private final Queue<String> closed = new ConcurrentLinkedQueue<>();

    private Connection open() {
        StreamSource source = new StreamSource() {
            @Override
            public void open(EventStream stream) {
                opened.complete(stream);
            }

            @Override
            public void closed(EventStream stream, CloseReason reason) {
                closed.add(reason.word() + (onLoop() ? "" : " on a foreign thread"));
            }
        };
        StreamOpener opener = new StreamOpener(
                streams, new OverloadAnswer(ConfigLoader.defaults().limits()), GatewayMetrics.NONE);
        RouteTable routes = new RouteTable(List.of(Route.get("/s", new StreamEndpoint(opener, source))));
        Router router = new Router(routes, new Cors(ConfigLoader.defaults().cors()));
        Connection connection = connections.open();
        Channel channel = connection.channel();
        channel.eventLoop()
                .submit(() -> {
                    channel.pipeline()
                            .addLast(
                                    new SequentialHttpCodec(new HttpDecoderConfig()),
                                    new RequestAggregator(1_000, new BodyBudget(1_000, 1_000), router),
                                    router);
                    channel.pipeline()
                            .fireChannelRead(Unpooled.copiedBuffer(
                                    "GET /s HTTP/1.1\r\nHost: test\r\n\r\n", StandardCharsets.UTF_8));
                })
                .syncUninterruptibly();
        return connection;
    }

    private boolean onLoop() {
        return connections.loops().stream().anyMatch(EventLoop::inEventLoop);
    }

    @Test
    void shouldSendInOrderScheduleOnTheLoopAndEnd() throws Exception {
        Connection connection = open();
        EventStream stream = opened.get(30, TimeUnit.SECONDS);
        CompletableFuture<Boolean> ranOnLoop = new CompletableFuture<>();

        IntStream.range(0, 100).forEach(i -> stream.send(ServerSentEvent.data("" + i)));
        stream.schedule(Duration.ZERO, () -> ranOnLoop.complete(onLoop()));
        assertThat(ranOnLoop.get(30, TimeUnit.SECONDS)).isTrue();
        stream.end();
        stream.end();
        stream.send(ServerSentEvent.data("late"));
        connections.settle();

        assertThat(Pipeline.data(connection.text()))
                .containsExactlyElementsOf(
                        IntStream.range(0, 100).mapToObj(String::valueOf).toList());
        assertThat(connection.text()).endsWith("0\r\n\r\n").containsOnlyOnce("\r\n0\r\n\r\n");
        assertThat(closed).containsExactly("ended");
        assertThat(streams.size()).isZero();
    }

    @Test
    void shouldDropWhatComesAfterTheClientHasLeft() throws Exception {
        Connection connection = open();
        EventStream stream = opened.get(30, TimeUnit.SECONDS);
        connection.channel().close().syncUninterruptibly();

        stream.send(ServerSentEvent.data("late"));
        stream.scheduleEvery(Duration.ofMillis(1), () -> closed.add("ran"));
        stream.end();
        connections.settle();

        assertThat(connection.text()).doesNotContain("late");
        assertThat(closed).containsExactly("client");
    }
}
