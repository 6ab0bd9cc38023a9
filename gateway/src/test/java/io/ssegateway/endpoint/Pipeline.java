package io.ssegateway.endpoint;

import io.netty.buffer.Unpooled;
import io.netty.channel.DefaultChannelId;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.util.concurrent.MockTicker;
import io.netty.util.concurrent.Ticker;
import io.ssegateway.auth.Grants;
import io.ssegateway.config.load.ConfigLoader;
import io.ssegateway.endpoint.stream.StreamOpener;
import io.ssegateway.fanout.ShardedChannelGroup;
import io.ssegateway.http.Cors;
import io.ssegateway.http.Endpoint;
import io.ssegateway.http.OverloadAnswer;
import io.ssegateway.http.RequestAggregator;
import io.ssegateway.http.RequestCheck;
import io.ssegateway.http.Route;
import io.ssegateway.http.RouteTable;
import io.ssegateway.http.Router;
import io.ssegateway.http.SequentialHttpCodec;
import io.ssegateway.limit.BodyBudget;
import io.ssegateway.revocation.RevocationChecks;
import io.ssegateway.testing.Core;
import io.ssegateway.testing.CountingMetrics;
import io.ssegateway.testing.Outbound;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** The gateway's own handlers on one embedded connection, by a clock that the test moves. */
public final class Pipeline implements AutoCloseable {
    /** What was recorded. */
    public final CountingMetrics metrics = new CountingMetrics();
    /** The open streams. */
    public final ShardedChannelGroup streams =
            Core.start(System::currentTimeMillis, metrics).streams();

    private final StreamOpener opener =
            new StreamOpener(streams, new OverloadAnswer(ConfigLoader.defaults().limits()), metrics);
    private final MockTicker ticker = Ticker.newMockTicker();
    private final EmbeddedChannel channel;

    private Pipeline(String path, StreamSource source, RevocationChecks revocations) {
        this.channel = connect(Route.get(
                path,
                new StreamEndpoint(
                        opener,
                        source,
                        exchange -> CompletableFuture.completedStage(Grants.ANONYMOUS),
                        revocations,
                        InstantSource.system())));
    }

    private Pipeline(Route route) {
        this.channel = connect(route);
    }

    /** A connection to one route that opens streams. */
    public static Pipeline streaming(String path, StreamSource source) {
        return streaming(path, source, RevocationChecks.NONE);
    }

    /** The same, with these revocations. */
    static Pipeline streaming(String path, StreamSource source, RevocationChecks revocations) {
        return new Pipeline(path, source, revocations);
    }

    /** A connection to one route that takes a body. */
    public static Pipeline posting(String path, Endpoint endpoint) {
        return new Pipeline(Route.post(path, endpoint));
    }

    private EmbeddedChannel connect(Route route) {
        Router router = new Router(
                new RouteTable(List.of(route)),
                new Cors(ConfigLoader.defaults().cors()),
                RequestCheck.NONE,
                LogFailures::answer);
        return EmbeddedChannel.builder()
                .channelId(DefaultChannelId.newInstance())
                .ticker(ticker)
                .handlers(
                        new SequentialHttpCodec(new HttpDecoderConfig()),
                        new RequestAggregator(1_000_000, new BodyBudget(1_000_000, 1_000_000), router),
                        router)
                .build();
    }

    /** The connection. */
    public EmbeddedChannel channel() {
        return channel;
    }

    /** Sends a GET request and answers what came back. */
    public String get(String path) {
        return send("GET " + path + " HTTP/1.1\r\nHost: test\r\n\r\n");
    }

    /** Sends a POST request and answers what came back. */
    public String post(String path, String contentType, String body) {
        return send("POST " + path + " HTTP/1.1\r\nHost: test\r\nContent-Type: " + contentType + "\r\nContent-Length: "
                + body.getBytes(StandardCharsets.UTF_8).length + "\r\n\r\n" + body);
    }

    private String send(String request) {
        channel.writeInbound(Unpooled.copiedBuffer(request, StandardCharsets.UTF_8));
        channel.runPendingTasks();
        return read();
    }

    /** What was written since the last call. */
    public String read() {
        return Outbound.text(channel);
    }

    /** Moves the clock, runs what is due, and answers what was written. */
    public String advance(Duration time) {
        ticker.advance(time.toNanos(), TimeUnit.NANOSECONDS);
        channel.runPendingTasks();
        return read();
    }

    /** Whether the connection's event loop has a timer. */
    public boolean hasTimers() {
        return channel.runScheduledPendingTasks() >= 0;
    }

    @Override
    public void close() {
        channel.finishAndReleaseAll();
    }

    /** The text of the data lines in a piece of the wire. */
    public static List<String> data(String wire) {
        return wire.lines()
                .filter(line -> line.startsWith("data: "))
                .map(line -> line.substring("data: ".length()))
                .toList();
    }
}
