package io.ssegateway.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PushbackInputStream;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Text that clients send. Read as strict UTF-8: a replacement character, or an overlong form, would make it another
 * text, such as another topic.
 */
final class Utf8Bytes {

    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};

    private Utf8Bytes() {}

    /**
     * Text with one character for each byte, as Netty passes a request's head.
     *
     * @throws IllegalArgumentException if the bytes are not valid UTF-8
     */
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

    /**
     * A body that is JSON, without a byte order mark. Invalid UTF-8 makes the reader throw a
     * {@link java.nio.charset.CharacterCodingException}.
     *
     * @throws Problem 400 if it begins as UTF-16 or UTF-32 does
     */
    static Reader json(InputStream body) {
        PushbackInputStream bytes = new PushbackInputStream(body, BYTE_ORDER_MARK.length);
        try {
            byte[] begin = bytes.readNBytes(BYTE_ORDER_MARK.length);
            if (isWide(begin)) {
                throw Problem.badRequest("The body is not valid JSON: it is UTF-16 or UTF-32; accepted: UTF-8.");
            }
            if (!Arrays.equals(begin, BYTE_ORDER_MARK)) {
                bytes.unread(begin);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("a buffer in memory failed to be read", e);
        }
        return new InputStreamReader(bytes, StandardCharsets.UTF_8.newDecoder());
    }

    /**
     * By what JSON begins with in these encodings: a byte order mark, or an ASCII character, one byte of which is zero.
     */
    private static boolean isWide(byte[] begin) {
        if (begin.length < 2) {
            return false;
        }
        int mark = ((begin[0] & 0xff) << 8) | (begin[1] & 0xff);
        return mark == 0xfeff || mark == 0xfffe || begin[0] == 0 || begin[1] == 0;
    }
}
