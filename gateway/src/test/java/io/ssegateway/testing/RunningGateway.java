package io.ssegateway.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.ssegateway.Gateway;
import io.ssegateway.config.GatewayConfig;
import io.ssegateway.config.load.ConfigLoader;
import io.ssegateway.eventlog.EventLog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A gateway in this process, on free ports of the loopback address. */
public final class RunningGateway implements AutoCloseable {
    private final Gateway gateway;

    private RunningGateway(Gateway gateway) {
        this.gateway = gateway;
    }

    /** Starts one whose configuration has these settings, such as {@code limits.max-connections=2}. */
    public static RunningGateway start(String... settings) {
        return start(UnaryOperator.identity(), settings);
    }

    /** Starts one with something around its event log. */
    public static RunningGateway start(UnaryOperator<EventLog> around, String... settings) {
        try {
            return new RunningGateway(Gateway.start(config(settings), around));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts one that answers to no other hosts than its configuration says. */
    public static RunningGateway startAsConfigured(String... settings) {
        List<String> all = new ArrayList<>(List.of("server.hosts=", "management.hosts="));
        all.addAll(List.of(settings));
        return start(all.toArray(String[]::new));
    }

    public static GatewayConfig config(String... settings) {
        // Requests of tests are for hosts of all kinds; HostCheckTest has the check.
        List<String> all =
                new ArrayList<>(List.of("server.port=0", "management.port=0", "server.hosts=*", "management.hosts=*"));
        all.addAll(List.of(settings));
        return ConfigLoader.load(null, Map.of(), all);
    }

    public Gateway gateway() {
        return gateway;
    }

    public InetSocketAddress address() {
        return gateway.listener().address();
    }

    public InetSocketAddress managementAddress() {
        return gateway.management().address();
    }

    public RawClient connect() {
        return RawClient.connect(address());
    }

    /** Sends a request on a connection of its own and reads the answer. */
    public Answer exchange(String request) {
        try (RawClient client = connect()) {
            return client.send(request).answer();
        }
    }

    /** Sends a request, and another one on the same connection that must be answered as usual. */
    public Answer exchangeAndReuse(String request) {
        try (RawClient client = connect()) {
            Answer answer = client.send(request).answer();
            assertThat(client.post("/broadcast", "{\"message\":1}").answer().status())
                    .isEqualTo(200);
            return answer;
        }
    }

    /** Asks the management listener. */
    public Answer manage(String path, String... headers) {
        try (RawClient client = RawClient.connect(managementAddress())) {
            return client.get(path, headers).answer();
        }
    }

    /** Opens a stream on a connection of its own. */
    public EventReader open(String path, String... headers) {
        return EventReader.of(connect().get(path, headers));
    }

    /** Opens a stream of topics and takes its greeting, after which it gets everything that is published. */
    public EventReader subscribe(String path) {
        EventReader stream = open(path);
        assertThat(stream.nextJson().get("type").stringValue()).isEqualTo("welcome");
        return stream;
    }

    /** A sample of the metrics, such as {@code sse_connections{transport="http1"}}; 0 if it is not there. */
    public double metric(String series) {
        Matcher sample = Pattern.compile("(?m)^" + Pattern.quote(series) + " (\\S+)$")
                .matcher(manage("/metrics").body());
        return sample.find() ? Double.parseDouble(sample.group(1)) : 0;
    }

    /** Open streams, as the operator sees them. */
    public int streams() {
        return manage("/connections").json().get("total").intValue();
    }

    @Override
    public void close() {
        gateway.close();
    }
}
