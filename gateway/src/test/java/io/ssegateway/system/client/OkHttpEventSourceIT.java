package io.ssegateway.system.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.launchdarkly.eventsource.ConnectStrategy;
import com.launchdarkly.eventsource.ErrorStrategy;
import com.launchdarkly.eventsource.EventSource;
import com.launchdarkly.eventsource.MessageEvent;
import com.launchdarkly.eventsource.StreamHttpErrorException;
import io.ssegateway.testing.MercureHub;
import io.ssegateway.testing.Relay;
import java.net.URI;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/**
 * Java and Android applications subscribe with okhttp-eventsource and a token in the Authorization header, and resume.
 */
// A thread of its own, as nothing interrupts one that reads.
@Timeout(value = 2, unit = TimeUnit.MINUTES, threadMode = ThreadMode.SEPARATE_THREAD)
class OkHttpEventSourceIT {
    private static final String TOPIC = "https://example.com/books/1";
    private static final String TEMPLATE = "https://example.com/books/{id}";

    @AutoClose
    private final MercureHub hub = MercureHub.start("heartbeat.interval=0s");

    private static EventSource.Builder subscription(URI hub, String token) {
        return new EventSource.Builder(ConnectStrategy.http(MercureHub.subscription(hub, TEMPLATE))
                .header("Authorization", "Bearer " + token));
    }

    /** The next message as {@code name: data, id}; connects if it has to. */
    private static String next(EventSource source) throws Exception {
        MessageEvent message = source.readMessage();
        return message.getEventName() + ": " + message.getData() + ", " + message.getLastEventId();
    }

    @Test
    void shouldGetPrivateUpdatesAndWhatItMissedWhileItWasCutOff() throws Exception {
        try (Relay relay = Relay.to(hub.address());
                EventSource source = subscription(MercureHub.url(relay), MercureHub.subscriberToken(TEMPLATE))
                        .errorStrategy(ErrorStrategy.alwaysContinue())
                        .build()) {
            source.start();
            hub.publish("topic=" + TOPIC + "&private=on&id=urn:1&type=book&retry=100&data=seen%0Aby%20it");
            assertThat(next(source)).isEqualTo("book: seen\nby it, urn:1");

            relay.cut();
            hub.awaitStreams(0);
            hub.publish("topic=" + TOPIC + "&private=on&id=urn:2&data=missed+1");
            hub.publish("topic=unasked&private=on&id=urn:3&data=not+for+it");
            hub.publish("topic=" + TOPIC + "&id=urn:4&data=missed+2");
            relay.mend();

            assertThat(next(source)).isEqualTo("message: missed 1, urn:2");
            assertThat(next(source)).isEqualTo("message: missed 2, urn:4");
            hub.publish("topic=" + TOPIC + "&private=on&id=urn:5&data=live");
            assertThat(next(source)).isEqualTo("message: live, urn:5");
        }
    }

    @Test
    void shouldBeToldThatItsTokenIsWrong() {
        try (EventSource source =
                subscription(hub.url(), MercureHub.publisherToken(TEMPLATE)).build()) {
            assertThatThrownBy(source::start)
                    .isInstanceOfSatisfying(
                            StreamHttpErrorException.class,
                            e -> assertThat(e.getCode()).isEqualTo(401));
        }
    }
}
