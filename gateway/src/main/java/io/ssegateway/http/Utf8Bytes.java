package io.ssegateway.http;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Text that came as one character for each byte, which is how Netty hands out what stands before a request's body. Read as
 * UTF-8 without mercy: a replacement character in the place of a fault would make another text of it, such as another topic.
 */
final class Utf8Bytes {

    private Utf8Bytes() {}

    /** @throws IllegalArgumentException if the bytes are not valid UTF-8 */
    static String decode(String bytes) {
        if (bytes.chars().allMatch(c -> c < 0x80)) {
            return bytes;
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.getBytes(StandardCharsets.ISO_8859_1)))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("not valid UTF-8", e);
        }
    }
}
