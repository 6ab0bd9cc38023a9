package io.ssegateway.protocol.sse;

import java.util.Objects;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What one block of an event stream carries. Immutable, and correct once it is built: no text in it can break out of
 * its field or be changed by its encoding to UTF-8.
 *
 * <p>Without {@code data} it fires no event at the client, yet its id still moves the client's last event id and its
 * retry still sets the client's reconnection time.
 *
 * @see <a href="https://html.spec.whatwg.org/multipage/server-sent-events.html">WHATWG HTML, "Server-sent events"</a>
 */
public final class ServerSentEvent {

    private static final long NO_RETRY = -1;

    private final @Nullable String id;
    private final @Nullable String event;
    private final @Nullable String data;
    private final long retryMillis;

    private ServerSentEvent(@Nullable String id, @Nullable String event, @Nullable String data, long retryMillis) {
        this.id = id;
        this.event = event;
        this.data = data;
        this.retryMillis = retryMillis;
    }

    /** An event of the default type with this data, without an id. */
    public static ServerSentEvent data(String data) {
        return builder().data(data).build();
    }

    public static Builder builder() {
        return new Builder();
    }

    /**
     * An event that a decoder has read. Skips the checks: a value that was on the wire in one field fits into it again.
     */
    static ServerSentEvent decoded(@Nullable String id, @Nullable String event, String data) {
        return new ServerSentEvent(id, event, data, NO_RETRY);
    }

    /** The client's last event id from here on; empty to forget it, null to leave it as it is. */
    public @Nullable String id() {
        return id;
    }

    /** The event's type; null for the default, which browsers hand to {@code onmessage}. Never empty. */
    public @Nullable String event() {
        return event;
    }

    /** The payload, of any number of lines; null if the block has none. */
    public @Nullable String data() {
        return data;
    }

    /** How long a client waits before it reconnects, in milliseconds. */
    public OptionalLong retryMillis() {
        return retryMillis == NO_RETRY ? OptionalLong.empty() : OptionalLong.of(retryMillis);
    }

    /**
     * The same event with this id.
     *
     * @throws IllegalArgumentException as {@link Builder#id} does
     */
    public ServerSentEvent withId(String newId) {
        return new ServerSentEvent(FieldChecks.singleLine("id", newId), event, data, retryMillis);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ServerSentEvent that
                && Objects.equals(id, that.id)
                && Objects.equals(event, that.event)
                && Objects.equals(data, that.data)
                && retryMillis == that.retryMillis;
    }

    @Override
    public int hashCode() {
        return Objects.hash(id, event, data, retryMillis);
    }

    @Override
    public String toString() {
        return "ServerSentEvent[id=" + id + ", event=" + event + ", data=" + data + ", retryMillis="
                + (retryMillis == NO_RETRY ? null : retryMillis) + "]";
    }

    /**
     * Collects an event's fields. Each setter throws {@link IllegalArgumentException} with the field and the problem if
     * the value cannot be written; null omits the field.
     */
    public static final class Builder {

        private @Nullable String id;
        private @Nullable String event;
        private @Nullable String data;
        private long retryMillis = NO_RETRY;

        private Builder() {}

        /**
         * One line without NUL, well-formed UTF-16. Clients ignore an id with NUL, so it could never be resumed from.
         */
        public Builder id(@Nullable String id) {
            this.id = FieldChecks.singleLine("id", id);
            return this;
        }

        /** One line without NUL, well-formed UTF-16. An empty type is the default type, the same as none. */
        public Builder event(@Nullable String event) {
            this.event = event == null || event.isEmpty() ? null : FieldChecks.singleLine("event", event);
            return this;
        }

        /**
         * Well-formed UTF-16: a lone surrogate has no UTF-8 form and would arrive as something else. Line breaks of any
         * kind are allowed and arrive as LF.
         */
        public Builder data(@Nullable String data) {
            this.data = FieldChecks.wellFormed("data", data);
            return this;
        }

        /** In milliseconds, not negative. */
        public Builder retryMillis(long retryMillis) {
            if (retryMillis < 0) {
                throw new IllegalArgumentException("retry must not be negative, but is " + retryMillis + " ms");
            }
            this.retryMillis = retryMillis;
            return this;
        }

        /**
         * Throws {@link IllegalArgumentException} if there is neither an id, nor data, nor a retry: no client would
         * notice.
         */
        public ServerSentEvent build() {
            if (id == null && data == null && retryMillis == NO_RETRY) {
                throw new IllegalArgumentException("an event needs an id, data or a retry");
            }
            return new ServerSentEvent(id, event, data, retryMillis);
        }
    }
}
