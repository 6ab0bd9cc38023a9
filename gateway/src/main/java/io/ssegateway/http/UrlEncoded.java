package io.ssegateway.http;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The parser for {@code application/x-www-form-urlencoded} of the URL standard, which browsers' forms and
 * {@code URLSearchParams} follow: {@code &} alone separates fields, the first {@code =} ends a name and may be missing,
 * {@code +} is a space, and a {@code %} that is not followed by two hexadecimal digits stands for itself. Unlike the
 * standard it rejects invalid UTF-8: a replacement character would make it another text, such as another topic. Takes
 * time in proportion to its input.
 */
final class UrlEncoded {
    static final int MOST_FIELDS = 1000;

    private final byte[] input;
    private final String where;
    /** Of one name or value; each is decoded in place. */
    private final byte[] decoded;

    private UrlEncoded(byte[] input, String where) {
        this.input = input;
        this.where = where;
        this.decoded = new byte[input.length];
    }

    /**
     * The values of each name, in their order.
     *
     * @param where names the input's place for the client, such as "body"
     * @throws Problem 400 if a name or a value is not UTF-8, or there are too many
     */
    static Map<String, List<String>> parse(byte[] input, String where) {
        return input.length == 0 ? Map.of() : new UrlEncoded(input, where).fields();
    }

    private Map<String, List<String>> fields() {
        Map<String, List<String>> fields = new HashMap<>();
        int count = 0;
        for (int start = 0; start < input.length; ) {
            int end = indexOf('&', start, input.length);
            if (end > start) {
                if (++count > MOST_FIELDS) {
                    throw Problem.badRequest("The " + where + " has more than " + MOST_FIELDS + " parameters.");
                }
                int nameEnd = indexOf('=', start, end);
                fields.computeIfAbsent(text(start, nameEnd), name -> new ArrayList<>(1))
                        .add(text(Math.min(nameEnd + 1, end), end));
            }
            start = end + 1;
        }
        return fields;
    }

    /** Where a character is; {@code end} if it is not there. */
    private int indexOf(char c, int start, int end) {
        int i = start;
        while (i < end && input[i] != c) {
            i++;
        }
        return i;
    }

    private String text(int start, int end) {
        int length = 0;
        for (int i = start; i < end; i++) {
            byte b = input[i];
            if (b == '+') {
                b = ' ';
            } else if (b == '%' && i + 2 < end && digit(i + 1) >= 0 && digit(i + 2) >= 0) {
                b = (byte) ((digit(i + 1) << 4) | digit(i + 2));
                i += 2;
            }
            decoded[length++] = b;
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(decoded, 0, length))
                    .toString();
        } catch (CharacterCodingException e) {
            throw Problem.badRequest("The " + where + " is not valid percent-encoded UTF-8.");
        }
    }

    /** The hexadecimal digit at an index; -1 if there is none. */
    private int digit(int index) {
        byte b = input[index];
        return b < 0 ? -1 : Character.digit(b, 16);
    }
}
