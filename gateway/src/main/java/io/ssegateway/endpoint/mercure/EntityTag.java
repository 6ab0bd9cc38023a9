package io.ssegateway.endpoint.mercure;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names what a body is (RFC 9110, section 8.8.3): equal bodies have equal tags, on all gateways.
 *
 * @param text as the header has it, in quotes
 */
record EntityTag(String text) {
    private static final Pattern IN_QUOTES = Pattern.compile("\"[^\"]*\"");
    private static final String ANY = "*";

    static EntityTag of(byte[] body) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(body);
            return new EntityTag("\"" + Base64.getUrlEncoder().withoutPadding().encodeToString(hash) + "\"");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /**
     * Whether a client that sends these {@code If-None-Match} headers has the body already; weak tags are compared as
     * others.
     */
    boolean isAmong(List<String> ifNoneMatch) {
        for (String header : ifNoneMatch) {
            if (header.trim().equals(ANY)) {
                return true;
            }
            Matcher tag = IN_QUOTES.matcher(header);
            while (tag.find()) {
                if (tag.group().equals(text)) {
                    return true;
                }
            }
        }
        return false;
    }
}
