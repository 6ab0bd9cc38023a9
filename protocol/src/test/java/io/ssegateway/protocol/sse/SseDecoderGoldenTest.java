package io.ssegateway.protocol.sse;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SseDecoderGoldenTest {

    static List<String> streams() throws IOException {
        return Golden.streams("decoder");
    }

    @ParameterizedTest
    @MethodSource("streams")
    void shouldReadStreamInOnePiece(String name) throws IOException {
        assertThat(Transcript.of(wire(name)).lines).isEqualTo(expected(name));
    }

    @ParameterizedTest
    @MethodSource("streams")
    void shouldReadStreamByteByByte(String name) throws IOException {
        byte[] wire = wire(name);
        byte[][] pieces = new byte[wire.length][];
        for (int i = 0; i < wire.length; i++) {
            pieces[i] = new byte[] {wire[i]};
        }
        assertThat(Transcript.of(pieces).lines).isEqualTo(expected(name));
    }

    @ParameterizedTest
    @MethodSource("streams")
    void shouldReadStreamCutAtAnyByte(String name) throws IOException {
        byte[] wire = wire(name);
        for (int cut = 0; cut <= wire.length; cut++) {
            Transcript transcript =
                    Transcript.of(Arrays.copyOf(wire, cut), new byte[0], Arrays.copyOfRange(wire, cut, wire.length));
            assertThat(transcript.lines).as("cut at byte %d", cut).isEqualTo(expected(name));
        }
    }

    private static byte[] wire(String name) throws IOException {
        return Golden.bytes("decoder/" + name + ".sse");
    }

    private static List<String> expected(String name) throws IOException {
        return Golden.lines("decoder/" + name + ".txt");
    }
}
