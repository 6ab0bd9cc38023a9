package io.ssegateway.revocation;

import io.ssegateway.topic.TopicMatchers;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A subject, a token or a topic that is rejected until a time.
 *
 * @param kind what the value names
 * @param value a token's {@code sub} or {@code jti}, or a topic selector
 * @param until when it ends; at most {@link #LATEST}
 */
public record Revocation(Kind kind, String value, Instant until) {

    /** The latest end, the last moment of the year 9999. */
    public static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999Z");

    /** The longest subject or token id, in characters. */
    public static final int MAX_LENGTH = 1024;

    /** What may be revoked. */
    public enum Kind {
        /** All tokens of a subject. */
        SUB,
        /** One token. */
        JTI,
        /** A topic, or the topics of a template. */
        TOPIC;

        private final String word = name().toLowerCase(Locale.ROOT);

        /** The word in keys and in JSON: for tokens the name of their claim. */
        public String word() {
            return word;
        }
    }

    /**
     * Checks the value.
     *
     * @throws IllegalArgumentException with a sentence that says what is accepted
     */
    public Revocation {
        if (kind == Kind.TOPIC) {
            TopicMatchers.of(value);
        } else if (value.isEmpty()
                || value.length() > MAX_LENGTH
                || value.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("A " + kind.word() + " must have 1 to " + MAX_LENGTH
                    + " characters, none of them a control" + " character.");
        }
        if (until.isAfter(LATEST)) {
            throw new IllegalArgumentException("A revocation must end before the year 10000.");
        }
    }

    /** Names it among all: a later one with the same key takes its place. */
    public String key() {
        return kind.word() + ":" + value;
    }

    /** The revocation with a key; empty if the key is not valid. */
    static Optional<Revocation> of(String key, Instant until) {
        return Stream.of(Kind.values())
                .filter(kind -> key.startsWith(kind.word() + ":"))
                .findAny()
                .map(kind -> new Revocation(kind, key.substring(kind.word().length() + 1), until));
    }
}
