package io.ssegateway.protocol.sse;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.nio.charset.StandardCharsets;

/**
 * The "UTF-8 decode" of the WHATWG Encoding standard: as the JDK's, but for encoded surrogates. Those are three faults
 * to the standard and one to the JDK.
 */
final class Utf8 {

    private static final char REPLACEMENT = '\uFFFD';

    private Utf8() {}

    static String decode(ByteBuf in, int start, int end) {
        String text = in.toString(start, end - start, StandardCharsets.UTF_8);
        return text.indexOf(REPLACEMENT) < 0 ? text : decodeFaulty(ByteBufUtil.getBytes(in, start, end - start, true));
    }

    /** 0xFF is a fault of its own anywhere, and what follows it is then one more fault for each byte. */
    private static String decodeFaulty(byte[] bytes) {
        for (int i = 0; i + 1 < bytes.length; i++) {
            boolean surrogate = bytes[i] == (byte) 0xED && (bytes[i + 1] & 0xE0) == 0xA0;
            if (surrogate) {
                bytes[i] = (byte) 0xFF;
            }
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
