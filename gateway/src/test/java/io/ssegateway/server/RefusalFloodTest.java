package io.ssegateway.server;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.util.concurrent.Ticker;
import io.ssegateway.config.GatewayConfig;
import io.ssegateway.config.TransportType;
import io.ssegateway.http.Cors;
import io.ssegateway.http.OverloadAnswer;
import io.ssegateway.http.RouteTable;
import io.ssegateway.http.Router;
import io.ssegateway.limit.ConnectionLimiter;
import io.ssegateway.metrics.GatewayMetrics;
import io.ssegateway.testing.RawClient;
import io.ssegateway.testing.RunningGateway;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** However many connections come, they take no more descriptors than they have a share of. */
@ParameterizedClass
@EnumSource(names = {"EPOLL", "NIO"})
class RefusalFloodTest {
    private static final int REFUSALS = 4;
    private static final int FLOOD = 60;

    private final GatewayConfig config = RunningGateway.config();
    private final Transport transport;
    private final List<RawClient> clients = new ArrayList<>();
    private EventLoopGroup loops;
    private Listener listener;

    RefusalFloodTest(TransportType type) {
        transport = Transport.of(type);
    }

    @BeforeEach
    void listen() throws IOException {
        loops = new MultiThreadIoEventLoopGroup(1, transport.ioHandlers());
        Cors cors = new Cors(config.cors());
        listener = Listener.bind(
                new Listener.Settings("127.0.0.1", 0, 128, 1024, false, SocketOptions.OF_THE_KERNEL),
                transport,
                loops,
                new AcceptLimit(2 + FLOOD, () -> {}),
                new PublicChannelInitializer(
                        config.limits(),
                        new ConnectionLimiter(1, 0, 0, 0, Ticker.systemTicker()),
                        REFUSALS,
                        new Router(new RouteTable(List.of()), cors),
                        new OverloadAnswer(config.limits()),
                        cors,
                        GatewayMetrics.NONE));
    }

    @AfterEach
    void stop() {
        clients.forEach(RawClient::close);
        listener.close();
        loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    @Test
    void shouldCloseAtOnceWhatIsBeyondTheRefusals() {
        RawClient first = RawClient.connect(listener.address());
        clients.add(first);
        first.get("/").answer().isProblem(404);
        for (int i = 0; i < FLOOD; i++) {
            clients.add(RawClient.connect(listener.address()));
        }
        // In the order in which they came; without one that sends a byte.
        clients.subList(1 + REFUSALS, clients.size()).forEach(RawClient::awaitClosed);
        for (RawClient refused : clients.subList(1, 1 + REFUSALS)) {
            refused.get("/").answer().isProblem(503).announcesClose();
        }
        first.get("/").answer().isProblem(404);
    }
}
