package io.ssegateway.protocol.sse;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class Utf8Test {

    /** The ends of every range that the Encoding standard's decoder tells apart. */
    private static final int[] INTERESTING = {
        0x41, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC1, 0xC2, 0xDF, 0xE0, 0xE1, 0xEC, 0xED, 0xEE, 0xEF, 0xF0,
        0xF1, 0xF3, 0xF4, 0xF5, 0xFF
    };

    @Test
    void shouldDecodeAsTheEncodingStandardDoes() {
        int base = INTERESTING.length;
        for (int n = 0; n < base * base * base * base; n++) {
            byte[] bytes = {
                (byte) INTERESTING[n % base],
                (byte) INTERESTING[n / base % base],
                (byte) INTERESTING[n / base / base % base],
                (byte) INTERESTING[n / base / base / base]
            };
            String decoded = Utf8.decode(Unpooled.wrappedBuffer(bytes), 0, bytes.length);
            if (!decoded.equals(standard(bytes))) {
                assertThat(decoded).as(HexFormat.of().formatHex(bytes)).isEqualTo(standard(bytes));
            }
        }
    }

    /** The steps of "UTF-8 decoder" in the Encoding standard, word for word. */
    private static String standard(byte[] bytes) {
        StringBuilder text = new StringBuilder();
        int codePoint = 0;
        int needed = 0;
        int lower = 0x80;
        int upper = 0xBF;
        for (int i = 0; i < bytes.length; i++) {
            int b = bytes[i] & 0xFF;
            if (needed == 0) {
                if (b < 0x80) {
                    text.append((char) b);
                } else if (b >= 0xC2 && b <= 0xDF) {
                    needed = 1;
                    codePoint = b & 0x1F;
                } else if (b >= 0xE0 && b <= 0xEF) {
                    lower = b == 0xE0 ? 0xA0 : 0x80;
                    upper = b == 0xED ? 0x9F : 0xBF;
                    needed = 2;
                    codePoint = b & 0xF;
                } else if (b >= 0xF0 && b <= 0xF4) {
                    lower = b == 0xF0 ? 0x90 : 0x80;
                    upper = b == 0xF4 ? 0x8F : 0xBF;
                    needed = 3;
                    codePoint = b & 0x7;
                } else {
                    text.append('\uFFFD');
                }
            } else if (b < lower || b > upper) {
                text.append('\uFFFD');
                needed = 0;
                lower = 0x80;
                upper = 0xBF;
                i--;
            } else {
                lower = 0x80;
                upper = 0xBF;
                codePoint = (codePoint << 6) | (b & 0x3F);
                if (--needed == 0) {
                    text.appendCodePoint(codePoint);
                }
            }
        }
        return needed == 0 ? text.toString() : text.append('\uFFFD').toString();
    }
}
