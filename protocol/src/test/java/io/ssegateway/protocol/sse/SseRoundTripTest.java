package io.ssegateway.protocol.sse;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;

/** What is encoded is decoded again, however it is cut; and nothing that is not encoded ever is. */
class SseRoundTripTest {

    /** Texts that look like the protocol, so that whatever could be taken for a field or a line end is tried often. */
    private static final String[] TRAPS = {
        "\r",
        "\n",
        "\r\n",
        "\n\n",
        "\r\r",
        "data: ",
        "id: 666",
        "event: evil",
        "retry: 0",
        ":",
        " ",
        "\uFEFF",
        "\0",
        "\u2028",
        "\u0085",
        "é",
        "€",
        "😀",
        "\uFFFD",
        "x"
    };

    @Provide
    Arbitrary<String> texts() {
        Arbitrary<String> traps = Arbitraries.of(TRAPS).list().ofMaxSize(8).map(parts -> String.join("", parts));
        Arbitrary<String> any = Arbitraries.integers()
                .between(0, Character.MAX_CODE_POINT)
                .filter(codePoint -> codePoint < Character.MIN_SURROGATE || codePoint > Character.MAX_SURROGATE)
                .map(Character::toString)
                .list()
                .ofMaxSize(20)
                .map(parts -> String.join("", parts));
        return Arbitraries.oneOf(traps, any);
    }

    @Provide
    Arbitrary<ServerSentEvent> events() {
        Arbitrary<String> line = texts().map(text -> text.replaceAll("[\r\n\0]", ""));
        return Combinators.combine(
                        line.injectNull(0.4),
                        line.injectNull(0.4),
                        texts().injectNull(0.2),
                        Arbitraries.longs().greaterOrEqual(0).injectNull(0.5))
                .filter((id, event, data, retry) -> id != null || data != null || retry != null)
                .as((id, event, data, retry) -> {
                    var builder = ServerSentEvent.builder().id(id).event(event).data(data);
                    return (retry == null ? builder : builder.retryMillis(retry)).build();
                });
    }

    @Property(tries = 300)
    void shouldDecodeWhatWasEncodedCutAtAnyByte(@ForAll("events") ServerSentEvent event) {
        byte[] wire = encoded(List.of(event));
        List<String> expected = expected(List.of(event));
        for (int cut = 0; cut <= wire.length; cut++) {
            Transcript transcript = Transcript.of(Arrays.copyOf(wire, cut), Arrays.copyOfRange(wire, cut, wire.length));
            assertThat(transcript.lines).as("cut at byte %d", cut).isEqualTo(expected);
        }
    }

    @Property(tries = 500)
    void shouldDecodeSequenceInAnyPieces(
            @ForAll @Size(max = 8) List<@From("events") ServerSentEvent> events, @ForAll long seed) {
        assertThat(Transcript.of(pieces(encoded(events), seed)).lines).isEqualTo(expected(events));
    }

    @Property(tries = 500)
    void shouldNeverDecodeMoreThanOneEventOfOne(
            @ForAll("texts") String id, @ForAll("texts") String type, @ForAll("texts") String data) {
        ServerSentEvent event;
        try {
            event = ServerSentEvent.builder().id(id).event(type).data(data).build();
        } catch (IllegalArgumentException refused) {
            assertThat(id + type).containsPattern("[\r\n\0]");
            return;
        }

        List<ServerSentEvent> decoded = Transcript.of(encoded(List.of(event))).events;

        assertThat(decoded).hasSize(1);
        assertThat(decoded.get(0).id()).isEqualTo(id.isEmpty() ? null : id);
        assertThat(decoded.get(0).event()).isEqualTo(type.isEmpty() ? null : type);
    }

    @Property(tries = 500)
    void shouldNeverDecodeAnythingButCommentsOfAComment(@ForAll("texts") String text) {
        ByteBuf out = Unpooled.buffer();
        SseEncoder.comment(text, out);

        List<String> expected = lines(text).map(SseRoundTripTest::comment).toList();
        assertThat(Transcript.of(ByteBufUtil.getBytes(out)).lines).isEqualTo(expected);
    }

    @Property
    void shouldCountWhatItWrites(@ForAll("events") ServerSentEvent event) {
        assertThat(SseEncoder.encodedLength(event)).isEqualTo(encoded(List.of(event)).length);
    }

    @Property(tries = 2000)
    void shouldTakeAnyBytesButThoseOverALimit(@ForAll byte[] bytes, @ForAll long seed) {
        assertSameHoweverCut(bytes, seed);
    }

    @Property(tries = 2000)
    void shouldTakeAnyTextThatLooksLikeAStream(@ForAll List<@From("texts") String> texts, @ForAll long seed) {
        assertSameHoweverCut(String.join("\n", texts).getBytes(StandardCharsets.UTF_8), seed);
    }

    private static void assertSameHoweverCut(byte[] bytes, long seed) {
        assertThat(outcome(pieces(bytes, seed))).isEqualTo(outcome(bytes));
    }

    /** All that a decoder with low limits says, the limit included. */
    private static List<String> outcome(byte[]... pieces) {
        Transcript transcript = new Transcript();
        SseDecoder decoder = new SseDecoder(transcript, 40, 60);
        try {
            for (byte[] piece : pieces) {
                decoder.decode(Unpooled.wrappedBuffer(piece));
            }
        } catch (SseLimitExceededException e) {
            transcript.lines.add(String.valueOf(e.getMessage()));
        }
        return transcript.lines;
    }

    private static byte[][] pieces(byte[] wire, long seed) {
        Random random = new Random(seed);
        List<byte[]> pieces = new ArrayList<>();
        for (int start = 0; start < wire.length; ) {
            int end = Math.min(wire.length, start + random.nextInt(7));
            pieces.add(Arrays.copyOfRange(wire, start, end));
            start = end;
        }
        return pieces.toArray(byte[][]::new);
    }

    private static byte[] encoded(List<ServerSentEvent> events) {
        ByteBuf out = Unpooled.buffer();
        events.forEach(event -> SseEncoder.encode(event, out));
        return ByteBufUtil.getBytes(out);
    }

    /**
     * The rules, once more: retry at its line, ids that persist, data with LF alone, id-only blocks without an event.
     */
    private static List<String> expected(List<ServerSentEvent> events) {
        Transcript expected = new Transcript();
        String lastId = null;
        for (ServerSentEvent event : events) {
            event.retryMillis().ifPresent(expected::onRetry);
            if (event.id() != null) {
                lastId = event.id().isEmpty() ? null : event.id();
            }
            if (event.data() != null) {
                expected.onEvent(ServerSentEvent.builder()
                        .id(lastId)
                        .event(event.event())
                        .data(event.data().replace("\r\n", "\n").replace('\r', '\n'))
                        .build());
            } else if (event.id() != null) {
                expected.onLastEventId(event.id());
            }
        }
        return expected.lines;
    }

    private static Stream<String> lines(String text) {
        return Arrays.stream(text.replace("\r\n", "\n").replace('\r', '\n').split("\n", -1));
    }

    private static String comment(String line) {
        Transcript transcript = new Transcript();
        transcript.onComment(line);
        return transcript.lines.get(0);
    }
}
