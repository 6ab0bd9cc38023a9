package io.ssegateway.subscription;

import java.nio.charset.StandardCharsets;

/**
 * Writes a value as the expression <code>{var}</code> does (RFC 6570, section 3.2.2): all but unreserved characters
 * percent-encoded.
 */
final class SimpleExpansion {
    private static final String MARKS = "-._~";
    private static final String HEX = "0123456789ABCDEF";

    private SimpleExpansion() {}

    static String of(String value) {
        StringBuilder expanded = new StringBuilder(value.length() + 32);
        for (byte b : value.getBytes(StandardCharsets.UTF_8)) {
            if (isUnreserved((char) (b & 0xFF))) {
                expanded.append((char) b);
            } else {
                expanded.append('%').append(HEX.charAt((b & 0xF0) >> 4)).append(HEX.charAt(b & 0x0F));
            }
        }
        return expanded.toString();
    }

    private static boolean isUnreserved(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || MARKS.indexOf(c) >= 0;
    }
}
