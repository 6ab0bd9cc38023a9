package io.ssegateway.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.ssegateway.protocol.sse.ServerSentEvent;
import io.ssegateway.protocol.sse.SseDecoder;
import io.ssegateway.protocol.sse.SseListener;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Queue;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * An open stream: its head, and its events out of strictly parsed chunks. An event {@code position} is read as a block
 * with an id alone: it moves the id and says nothing else.
 */
public final class EventReader implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();

    private final RawClient client;
    private final Answer head;
    private final Queue<ServerSentEvent> blocks = new ArrayDeque<>();
    private final SseDecoder decoder = new SseDecoder(new SseListener() {
        @Override
        public void onEvent(ServerSentEvent event) {
            if ("position".equals(event.event())) {
                assertThat(event.data()).as("what a position says").isEqualTo("{}");
                onLastEventId(String.valueOf(event.id()));
            } else {
                blocks.add(event);
            }
        }

        @Override
        public void onLastEventId(String id) {
            blocks.add(ServerSentEvent.builder().id(id).build());
        }
    });

    private EventReader(RawClient client) {
        this.client = client;
        this.head = client.head();
        assertThat(head.status()).isEqualTo(200);
        assertThat(head.header("Content-Type")).isEqualTo("text/event-stream; charset=utf-8");
        assertThat(head.header("Transfer-Encoding")).isEqualTo("chunked");
    }

    /** Reads the head of the stream for which the client has sent its request. */
    public static EventReader of(RawClient client) {
        return new EventReader(client);
    }

    public RawClient client() {
        return client;
    }

    public Answer head() {
        return head;
    }

    /** The next block with data, or with an id alone; fails if the stream ends. */
    public ServerSentEvent nextBlock() {
        while (blocks.isEmpty()) {
            byte[] chunk = client.chunk();
            assertThat(chunk).as("a chunk, not the end").isNotEmpty();
            decoder.decode(Unpooled.wrappedBuffer(chunk));
        }
        return blocks.remove();
    }

    /** The next event, which is a block with data; fails if the stream ends. */
    public ServerSentEvent next() {
        ServerSentEvent block = nextBlock();
        while (block.data() == null) {
            block = nextBlock();
        }
        return block;
    }

    /** The id of the next block, which has nothing else, or is the welcome. */
    public String nextId() {
        ServerSentEvent block = nextBlock();
        if (block.data() != null) {
            assertThat(block.data()).as("data beside the id %s", block.id()).startsWith("{\"type\":\"welcome\"");
        }
        return String.valueOf(block.id());
    }

    public String nextData() {
        return String.valueOf(next().data());
    }

    /** The next event's data, in which each character is one of the text, read as JSON. */
    public JsonNode nextJson() {
        return JSON.readTree(nextData().getBytes(StandardCharsets.UTF_8));
    }

    /** Reads to the regular end of the response and of the connection; more events fail. */
    public void expectEnd() {
        byte[] chunk = client.chunk();
        while (chunk.length > 0) {
            decoder.decode(Unpooled.wrappedBuffer(chunk));
            chunk = client.chunk();
        }
        assertThat(blocks).as("events before the end").allMatch(block -> block.data() == null);
        assertThat(client.readToEnd()).as("bytes after the last chunk").isEmpty();
    }

    @Override
    public void close() {
        client.close();
    }
}
