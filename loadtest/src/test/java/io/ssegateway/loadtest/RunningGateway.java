package io.ssegateway.loadtest;

import io.ssegateway.Gateway;
import io.ssegateway.config.load.ConfigLoader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The real gateway in this process, on free ports of the loopback address. */
final class RunningGateway implements AutoCloseable {

    private final Gateway gateway;

    /** One whose configuration has these settings, such as {@code log.max-events=10}. */
    RunningGateway(String... settings) {
        List<String> all = Stream.concat(Stream.of("server.port=0", "management.port=0"), Stream.of(settings))
                .toList();
        try {
            gateway = Gateway.start(ConfigLoader.load(null, Map.of(), all));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String url() {
        return "http://127.0.0.1:" + gateway.listener().address().getPort();
    }

    @Override
    public void close() {
        gateway.close();
    }
}
