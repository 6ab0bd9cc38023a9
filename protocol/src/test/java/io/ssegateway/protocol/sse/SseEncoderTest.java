package io.ssegateway.protocol.sse;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SseEncoderTest {

    /** What writes each golden file. */
    private static final Map<String, Consumer<ByteBuf>> WRITERS = writers();

    private static Map<String, Consumer<ByteBuf>> writers() {
        Map<String, Consumer<ByteBuf>> writers = new LinkedHashMap<>();
        writers.put("data", event(ServerSentEvent.data("hello")));
        writers.put("empty-data", event(ServerSentEvent.data("")));
        writers.put("leading-space", event(ServerSentEvent.data(" hello")));
        writers.put(
                "all-fields",
                event(ServerSentEvent.builder()
                        .data("a\nb")
                        .id("1700000000000-1")
                        .retryMillis(1500)
                        .event("status")
                        .build()));
        writers.put(
                "id-only", event(ServerSentEvent.builder().id("1700000000000-0").build()));
        writers.put("empty-id", event(ServerSentEvent.builder().id("").build()));
        writers.put("retry-only", event(ServerSentEvent.builder().retryMillis(0).build()));
        writers.put("line-breaks", event(ServerSentEvent.data("a\nb\rc\r\nd\n\re\n")));
        writers.put(
                "utf-8",
                event(ServerSentEvent.builder()
                        .event("größe")
                        .id("é")
                        .data("€ 😀 日本")
                        .build()));
        writers.put("comment", out -> SseEncoder.comment("hello", out));
        writers.put("empty-comment", out -> SseEncoder.comment("", out));
        writers.put("comment-lines", out -> SseEncoder.comment("a\rb\r\ndata: c\n", out));
        return writers;
    }

    private static Consumer<ByteBuf> event(ServerSentEvent event) {
        return out -> SseEncoder.encode(event, out);
    }

    static List<String> streams() throws IOException {
        return Golden.streams("encoder");
    }

    @ParameterizedTest
    @MethodSource("streams")
    void shouldWriteGoldenBytes(String name) throws IOException {
        Consumer<ByteBuf> writer = Objects.requireNonNull(WRITERS.get(name), name);
        for (ByteBuf out : List.of(Unpooled.buffer(0), Unpooled.directBuffer(0))) {
            writer.accept(out);
            assertThat(ByteBufUtil.getBytes(out)).isEqualTo(Golden.bytes("encoder/" + name + ".sse"));
            out.release();
        }
    }

    @Test
    void shouldAppendWithoutTouchingWhatIsThere() {
        ByteBuf out = Unpooled.buffer(4).writeByte('x');

        SseEncoder.encode(ServerSentEvent.data("a"), out);
        SseEncoder.encode(ServerSentEvent.data("b"), out);

        assertThat(new String(ByteBufUtil.getBytes(out), StandardCharsets.US_ASCII))
                .isEqualTo("xdata: a\n\ndata: b\n\n");
    }

    @Test
    void shouldFitIntoBufferOfEncodedLength() {
        ServerSentEvent event = ServerSentEvent.builder()
                .id("1")
                .data("€\r\n😀\r\r" + "x".repeat(1000))
                .build();
        int length = SseEncoder.encodedLength(event);
        ByteBuf out = Unpooled.buffer(length, length);

        SseEncoder.encode(event, out);

        assertThat(out.readableBytes()).isEqualTo(length);
    }
}
