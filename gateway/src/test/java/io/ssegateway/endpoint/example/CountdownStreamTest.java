package io.ssegateway.endpoint.example;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.util.concurrent.Ticker;
import io.ssegateway.config.GatewayConfig;
import io.ssegateway.config.LimitsConfig;
import io.ssegateway.config.TransportType;
import io.ssegateway.config.load.ConfigLoader;
import io.ssegateway.endpoint.StreamEndpoint;
import io.ssegateway.endpoint.stream.StreamOpener;
import io.ssegateway.fanout.ShardedChannelGroup;
import io.ssegateway.http.Cors;
import io.ssegateway.http.OverloadAnswer;
import io.ssegateway.http.Route;
import io.ssegateway.http.RouteTable;
import io.ssegateway.http.Router;
import io.ssegateway.limit.ConnectionLimiter;
import io.ssegateway.metrics.GatewayMetrics;
import io.ssegateway.server.AcceptLimit;
import io.ssegateway.server.Listener;
import io.ssegateway.server.PublicChannelInitializer;
import io.ssegateway.server.SocketOptions;
import io.ssegateway.server.Transport;
import io.ssegateway.testing.Core;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The example of docs/streams.md, on a socket and through the pipeline that the gateway's own streams have. */
class CountdownStreamTest {
    private static final Path DOCUMENT = Path.of("..", "docs", "streams.md");
    private static final Path SOURCE =
            Path.of("src", "test", "java", "io", "ssegateway", "endpoint", "example", "CountdownStream.java");

    private final GatewayConfig config = ConfigLoader.defaults();
    private final Transport transport = Transport.of(TransportType.AUTO);
    private final EventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, transport.ioHandlers());
    private final ShardedChannelGroup streams = Core.start().streams();
    private Listener listener;

    @BeforeEach
    void listen() throws IOException {
        LimitsConfig limits = config.limits();
        OverloadAnswer overload = new OverloadAnswer(limits);
        StreamOpener opener = new StreamOpener(streams, overload, GatewayMetrics.NONE);
        CountdownStream countdown = new CountdownStream(Duration.ofMillis(1));
        Route route = Route.get("/countdown/{from}", new StreamEndpoint(opener, countdown));
        Cors cors = new Cors(ConfigLoader.defaults().cors());
        Router router = new Router(new RouteTable(List.of(route)), cors);
        ConnectionLimiter limiter = new ConnectionLimiter(100, 0, 0, 0, Ticker.systemTicker());
        listener = Listener.bind(
                new Listener.Settings(
                        "127.0.0.1", 0, 16, config.stream().maxPendingBytes(), false, SocketOptions.OF_THE_KERNEL),
                transport,
                loops,
                new AcceptLimit(100, () -> {}),
                new PublicChannelInitializer(limits, limiter, 1, router, overload, cors, GatewayMetrics.NONE));
    }

    @AfterEach
    void stop() {
        listener.close();
        loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    @Test
    void shouldCountDownAndEnd() throws IOException, InterruptedException {
        HttpResponse<String> answer = get("/countdown/2");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("text/event-stream; charset=utf-8");
        assertThat(answer.body())
                .isEqualTo("event: countdown\ndata: 2\n\nevent: countdown\ndata: 1\n\nevent: countdown\ndata: 0\n\n");
    }

    @Test
    void shouldEndAtOnceFromZero() throws IOException, InterruptedException {
        assertThat(get("/countdown/0").body()).isEqualTo("event: countdown\ndata: 0\n\n");
    }

    @Test
    void shouldRefuseWhatIsNoNumberInsteadOfOpeningAStream() throws IOException, InterruptedException {
        HttpResponse<String> answer = get("/countdown/-1");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(answer.body()).contains("A countdown starts at a whole number from 0 to 9999.");
    }

    @Test
    void shouldStandInTheDocumentAsItIsHere() throws IOException {
        String start = "public final class CountdownStream";
        String source = Files.readString(SOURCE);
        String declaration = source.substring(source.indexOf(start));

        assertThat(Files.readString(DOCUMENT)).contains("```java\n" + declaration + "```\n");
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(listener.url() + path))
                .timeout(Duration.ofSeconds(30))
                .build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    }
}
