package io.ssegateway.topic;

import io.netty.buffer.ByteBufUtil;

/**
 * Names what an update is about. Immutable; two topics are equal if their names are. Clients choose the names, and
 * topics are keys of hash tables everywhere: so the hash code is a {@link KeyedHash}.
 */
public final class Topic {

    /** What names of a Mercure hub's own topics begin with. */
    static final String MERCURE = "/.well-known/mercure";

    /** The longest name, in bytes of UTF-8. */
    public static final int MAX_BYTES = 1024;

    /**
     * The longest name of what a Mercure hub publishes: it may have another topic in it, each byte of which is
     * percent-encoded.
     */
    public static final int MAX_RESERVED_BYTES = 4 * MAX_BYTES;

    /** What {@code POST /broadcast} publishes to, and what a stream gets that asks for no topic. */
    public static final Topic BROADCAST = new Topic("broadcast");

    private final String name;
    private final int hash;

    /**
     * A topic of this name.
     *
     * @param name not empty, at most {@value #MAX_BYTES} bytes of UTF-8 ({@value #MAX_RESERVED_BYTES} if it begins with
     *     {@value #MERCURE}), without control characters and lone surrogates
     * @throws IllegalArgumentException with a sentence that says what is accepted
     */
    public Topic(String name) {
        if (name.isEmpty()) {
            throw new IllegalArgumentException("A topic must not be empty.");
        }
        int maxBytes = name.startsWith(MERCURE) ? MAX_RESERVED_BYTES : MAX_BYTES;
        if (name.length() > maxBytes || ByteBufUtil.utf8Bytes(name) > maxBytes) {
            throw new IllegalArgumentException("A topic may have at most " + maxBytes + " bytes of UTF-8.");
        }
        if (name.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("A topic must not contain control characters.");
        }
        // A lone surrogate has no UTF-8 form: neither a client nor the inspector could name such a topic.
        if (name.codePoints().anyMatch(c -> Character.getType(c) == Character.SURROGATE)) {
            throw new IllegalArgumentException("A topic must not contain a lone surrogate.");
        }
        this.name = name;
        this.hash = KeyedHash.of(name);
    }

    /** The name. */
    public String name() {
        return name;
    }

    @Override
    public boolean equals(Object other) {
        return this == other || (other instanceof Topic topic && hash == topic.hash && name.equals(topic.name));
    }

    @Override
    public int hashCode() {
        return hash;
    }

    @Override
    public String toString() {
        return name;
    }
}
