package io.ssegateway.protocol.sse;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SseDecoderTest {

    private final Transcript transcript = new Transcript();

    private static ByteBuf utf8(String text) {
        return Unpooled.copiedBuffer(text, UTF_8);
    }

    @Test
    void shouldReportEventAtItsBlankLineAndNotLater() {
        SseDecoder decoder = new SseDecoder(transcript);

        decoder.decode(utf8("data: a\r\n\r"));

        assertThat(transcript.lines).containsExactly("event \"a\"");
    }

    @Test
    void shouldCommitLastEventIdAtTheBlankLine() {
        SseDecoder decoder = new SseDecoder(transcript);
        assertThat(decoder.lastEventId()).isEmpty();

        decoder.decode(utf8("id: 1\n"));
        assertThat(decoder.lastEventId()).isEmpty();
        decoder.decode(utf8("\n"));
        assertThat(decoder.lastEventId()).isEqualTo("1");
        decoder.decode(utf8("id\n\n"));
        assertThat(decoder.lastEventId()).isEmpty();
    }

    @Test
    void shouldReadSlicesAndDirectBuffersAndKeepTheirReferenceCount() {
        SseDecoder decoder = new SseDecoder(transcript);
        ByteBuf direct = Unpooled.directBuffer().writeBytes(utf8("junk\ndata: a\n\ndata: bjunk"));
        direct.skipBytes(5);

        decoder.decode(direct.readSlice(direct.readableBytes() - 4));
        decoder.decode(utf8("\n\n"));

        assertThat(transcript.lines).containsExactly("event \"a\"", "event \"b\"");
        assertThat(direct.refCnt()).isOne();
        direct.release();
    }

    @Test
    void shouldAcceptLineAndDataOfExactlyTheLimit() {
        SseDecoder decoder = new SseDecoder(transcript, 9, 8);

        decoder.decode(utf8("data: abc\ndata: def\n\ndata: g\n\n"));

        assertThat(transcript.lines).containsExactly("event \"abc\\ndef\"", "event \"g\"");
    }

    @Test
    void shouldRefuseLineOverTheLimitWhetherCutOrNot() {
        for (int cut = 0; cut <= 11; cut++) {
            SseDecoder decoder = new SseDecoder(transcript, 9, 100);
            String wire = "data: abcd\n";
            int at = cut;
            assertThatExceptionOfType(SseLimitExceededException.class)
                    .isThrownBy(() -> {
                        decoder.decode(utf8(wire.substring(0, at)));
                        decoder.decode(utf8(wire.substring(at)));
                    })
                    .withMessage("the stream has a line of more than 9 bytes");
        }
    }

    @Test
    void shouldRefuseEndlessLineWithoutHoldingIt() {
        SseDecoder decoder = new SseDecoder(transcript, 10, 10);

        decoder.decode(utf8("0123456789"));

        assertThatExceptionOfType(SseLimitExceededException.class).isThrownBy(() -> decoder.decode(utf8("x")));
    }

    @Test
    void shouldRefuseEndlessEventOfEmptyDataLines() {
        SseDecoder decoder = new SseDecoder(transcript, 100, 1000);

        decoder.decode(utf8("data\n".repeat(1000)));

        assertThatExceptionOfType(SseLimitExceededException.class)
                .isThrownBy(() -> decoder.decode(utf8("data\n")))
                .withMessage("the stream has an event with data of more than 1000 bytes");
    }

    @Test
    void shouldNotCountHeartbeatsWithoutBlankLinesAgainstTheEvent() {
        SseDecoder decoder = new SseDecoder(transcript, 10, 10);

        decoder.decode(utf8("data: a\n" + ":\n".repeat(1000) + "\n"));

        assertThat(transcript.events).containsExactly(ServerSentEvent.data("a"));
    }

    @Test
    void shouldSayThatItCannotGoOnAfterALimit() {
        SseDecoder decoder = new SseDecoder(transcript, 1, 1);
        assertThatExceptionOfType(SseLimitExceededException.class).isThrownBy(() -> decoder.decode(utf8("xx")));

        assertThatIllegalStateException()
                .isThrownBy(() -> decoder.decode(utf8("\n\n")))
                .withMessageContaining("limit");
    }

    @Test
    void shouldGoOnWithTheNextLineAfterTheListenerThrew() {
        List<String> heard = new ArrayList<>();
        SseDecoder decoder = new SseDecoder(event -> {
            heard.add(String.valueOf(event.data()));
            if (heard.size() == 1) {
                throw new IllegalStateException("from the listener");
            }
        });
        decoder.decode(utf8("data: a\n"));
        ByteBuf in = utf8("\ndata: b\n\n");

        assertThatIllegalStateException().isThrownBy(() -> decoder.decode(in)).withMessage("from the listener");
        decoder.decode(in);

        assertThat(heard).containsExactly("a", "b");
    }

    @Test
    void shouldRefuseLimitsThatLetNothingThrough() {
        assertThatIllegalArgumentException().isThrownBy(() -> new SseDecoder(transcript, 0, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new SseDecoder(transcript, 1, 0));
    }
}
