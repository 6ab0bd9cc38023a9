package io.ssegateway.system.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.ssegateway.testing.MercureHub;
import io.ssegateway.testing.Relay;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/**
 * Node applications subscribe with npm's eventsource and a token in the Authorization header, and resume by themselves.
 */
// A thread of its own, as nothing interrupts one that reads.
@Timeout(value = 2, unit = TimeUnit.MINUTES, threadMode = ThreadMode.SEPARATE_THREAD)
class NpmEventSourceIT {
    private static final Path FOLDER = Path.of("src", "test", "npm");
    private static final String TOPIC = "https://example.com/books/1";
    private static final String TEMPLATE = "https://example.com/books/{id}";

    @AutoClose
    private final MercureHub hub = MercureHub.start("heartbeat.interval=0s");

    /** A script that listens. */
    private record Client(Process process, BufferedReader output) implements AutoCloseable {

        static Client subscribe(URI hub, String token) throws IOException {
            ProcessBuilder builder = new ProcessBuilder(
                            "node",
                            "subscribe.mjs",
                            MercureHub.subscription(hub, TEMPLATE).toString())
                    .directory(FOLDER.toFile())
                    .redirectErrorStream(true);
            builder.environment().put("MERCURE_JWT", token);
            Process process = builder.start();
            return new Client(process, process.inputReader(UTF_8));
        }

        String next() throws IOException {
            return String.valueOf(output.readLine());
        }

        /**
         * The next line but those which say that it is away: how often it looks before the gateway is back is its own
         * affair.
         */
        String nextWhenBack() throws IOException {
            String line = next();
            while (line.equals("away")) {
                line = next();
            }
            return line;
        }

        @Override
        public void close() {
            process.destroyForcibly().onExit().join();
        }
    }

    @BeforeAll
    static void checkLibrary() {
        assertThat(FOLDER.resolve(Path.of("node_modules", "eventsource", "package.json")))
                .as("npm's eventsource; without it: (cd gateway/src/test/npm && npm ci), or bin/verify does it")
                .exists();
    }

    @Test
    void shouldGetPrivateUpdatesAndWhatItMissedWhileItWasCutOff() throws Exception {
        try (Relay relay = Relay.to(hub.address());
                Client client = Client.subscribe(MercureHub.url(relay), MercureHub.subscriberToken(TEMPLATE))) {
            assertThat(client.next()).isEqualTo("open");
            hub.publish("topic=" + TOPIC + "&private=on&id=urn:1&type=book&retry=100&data=seen%0Aby%20it");
            assertThat(client.next()).isEqualTo("book: seen");
            assertThat(client.next()).isEqualTo("by it, urn:1");

            relay.cut();
            assertThat(client.next()).isEqualTo("away");
            hub.awaitStreams(0);
            hub.publish("topic=" + TOPIC + "&private=on&id=urn:2&data=missed+1");
            hub.publish("topic=unasked&private=on&id=urn:3&data=not+for+it");
            hub.publish("topic=" + TOPIC + "&id=urn:4&data=missed+2");
            relay.mend();

            assertThat(client.nextWhenBack()).isEqualTo("open");
            assertThat(client.next()).isEqualTo("message: missed 1, urn:2");
            assertThat(client.next()).isEqualTo("message: missed 2, urn:4");
            hub.publish("topic=" + TOPIC + "&private=on&id=urn:5&data=live");
            assertThat(client.next()).isEqualTo("message: live, urn:5");
        }
    }

    @Test
    void shouldBeToldThatItsTokenIsWrongAndStayAway() throws Exception {
        try (Client client = Client.subscribe(hub.url(), MercureHub.publisherToken(TEMPLATE))) {
            assertThat(client.next()).isEqualTo("closed: 401");
            assertThat(client.process().waitFor()).isZero();
        }
    }
}
