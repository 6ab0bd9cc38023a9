package io.ssegateway.system.client;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.ssegateway.testing.MercureHub;
import io.ssegateway.testing.RawClient;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** PHP applications publish with Symfony's Mercure component as Debian has it, and change only the hub's URL. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class SymfonyMercureIT {
    private static final Path LIBRARY = Path.of("/usr/share/php/Symfony/Component/Mercure/Hub.php");
    private static final Path SCRIPT = Path.of("src", "test", "php", "publish.php");
    private static final String BOOK = "https://example.com/books/1";
    private static final String THE_END = "the end";

    private static MercureHub hub;

    private record Run(int exitCode, String output) {

        List<String> lines() {
            assertThat(exitCode).as(output).isZero();
            return output.lines().toList();
        }
    }

    @BeforeAll
    static void start() throws IOException {
        assertThat(LIBRARY)
                .as("Symfony's Mercure component; without it: apt-get install php-symfony-mercure php-cli")
                .exists();
        hub = MercureHub.start("heartbeat.interval=0s");
    }

    @AfterAll
    static void stop() {
        if (hub != null) {
            hub.close();
        }
    }

    private static Run publish(String token, String updates) throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder("php", SCRIPT.toString(), hub.url().toString()).redirectErrorStream(true);
        builder.environment().put("MERCURE_JWT", token);
        Process php = builder.start();
        try (OutputStream in = php.getOutputStream()) {
            in.write(updates.getBytes(UTF_8));
        }
        String output = new String(php.getInputStream().readAllBytes(), UTF_8);
        return new Run(php.waitFor(), output);
    }

    /** A stream of topics whose head is read. */
    private static RawClient subscribe(String token, String... topics) {
        URI url = MercureHub.subscription(hub.url(), topics);
        RawClient client = RawClient.connect(hub.address())
                .get(url.getRawPath() + "?" + url.getRawQuery(), "Authorization: Bearer " + token);
        assertThat(client.head().status()).isEqualTo(200);
        return client;
    }

    /** All blocks with data, as they were written, up to the one that is the end. */
    private static List<String> blocksToTheEnd(RawClient stream) {
        StringBuilder text = new StringBuilder();
        while (text.indexOf("data: " + THE_END + "\n\n") < 0) {
            byte[] chunk = stream.chunk();
            assertThat(chunk).as("more after %s", text).isNotEmpty();
            text.append(new String(chunk, ISO_8859_1));
        }
        // The comment that a stream begins with has no empty line behind it.
        String events = new String(text.toString().getBytes(ISO_8859_1), UTF_8).replaceFirst("^:\n", "");
        return List.of(events.split("\n\n")).stream()
                .filter(block -> block.contains("data: "))
                .toList();
    }

    @Test
    void shouldPublishEveryFieldOfAnUpdate() throws Exception {
        try (RawClient stream = subscribe(MercureHub.subscriberToken(), "https://example.com/books/{id}", "author")) {
            List<String> ids =
                    publish(MercureHub.publisherToken("*"), """
                            [{"topics": ["%1$s"], "data": "plain"},
                             {"topics": ["unasked"], "data": "not for this stream"},
                             {"topics": ["unasked", "author"], "data": "by its second topic"},
                             {"topics": ["%1$s"], "data": "two\\nlines, a&b=c %%41+\\u00e9\\ud83d\\ude00",
                              "id": "urn:uuid:4/a b", "type": "book", "retry": 1500},
                             {"topics": ["%1$s"], "data": "the end"}]
                            """.formatted(BOOK)).lines();

            assertThat(ids).hasSize(5).doesNotHaveDuplicates();
            assertThat(blocksToTheEnd(stream))
                    .containsExactly(
                            "id: " + ids.get(0) + "\ndata: plain",
                            "id: " + ids.get(2) + "\ndata: by its second topic",
                            "event: book\nretry: 1500\nid: urn:uuid:4/a b\n"
                                    + "data: two\ndata: lines, a&b=c %41+\u00e9\ud83d\ude00",
                            "id: " + ids.get(4) + "\ndata: the end");
            assertThat(ids.get(3)).isEqualTo("urn:uuid:4/a b");
        }
    }

    @Test
    void shouldPublishPrivateUpdatesToThoseWhoAreGrantedThem() throws Exception {
        try (RawClient granted = subscribe(MercureHub.subscriberToken("https://example.com/{+path}"), BOOK);
                RawClient other = subscribe(MercureHub.subscriberToken("https://example.com/books/2"), BOOK)) {
            List<String> ids = publish(MercureHub.publisherToken(BOOK), """
                            [{"topics": ["%1$s"], "data": "secret", "private": true},
                             {"topics": ["%1$s"], "data": "the end"}]
                            """.formatted(BOOK))
                    .lines();

            assertThat(blocksToTheEnd(granted))
                    .containsExactly(
                            "id: " + ids.get(0) + "\ndata: secret", "id: " + ids.get(1) + "\ndata: " + THE_END);
            assertThat(blocksToTheEnd(other)).containsExactly("id: " + ids.get(1) + "\ndata: " + THE_END);
        }
    }

    @Test
    void shouldGetTheLibrarysExceptionAndPublishNothingWithoutTheRightToken() throws Exception {
        try (RawClient stream = subscribe(MercureHub.subscriberToken("*"), BOOK)) {
            String update = "[{\"topics\": [\"" + BOOK + "\"], \"data\": \"refused\"}]";

            assertThat(publish(MercureHub.subscriberToken("*"), update)).satisfies(refused("Unauthorized"));
            assertThat(publish(MercureHub.publisherToken("https://example.com/books/2"), update))
                    .satisfies(refused("Forbidden"));

            hub.publish(BOOK, THE_END);
            assertThat(blocksToTheEnd(stream)).singleElement().asString().endsWith("data: " + THE_END);
        }
    }

    private static Consumer<Run> refused(String status) {
        return run -> {
            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(run.output()).startsWith("Symfony\\Component\\Mercure\\Exception\\RuntimeException: " + status);
        };
    }
}
