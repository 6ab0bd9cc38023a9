package io.ssegateway.eventlog.redis;

import org.jspecify.annotations.Nullable;

/**
 * The state of a node's connections to Redis, with its transitions: the package page has the diagram. Only in
 * {@link #AVAILABLE} are updates accepted and the log read.
 */
enum NodeState {
    /** Redis has not answered yet, so the log's position is unknown: its tails have not begun. */
    STARTING,
    /** Commands are answered, the tail is not: what others append does not arrive. */
    TAIL_DOWN,
    /** Both connections answer. */
    AVAILABLE,
    /** The tail answers, commands do not: what others append still arrives. */
    COMMANDS_DOWN,
    /** Neither connection answers. */
    DISCONNECTED,
    /** For good. */
    CLOSED;

    /**
     * What happens to the two connections. One is up when it has answered its first question, and down when it, or an
     * attempt at it, fails.
     */
    enum Event {
        COMMANDS_UP,
        COMMANDS_DOWN,
        TAIL_UP,
        TAIL_DOWN,
        CLOSE
    }

    /**
     * Where an event leads.
     *
     * @throws IllegalStateException if it cannot happen here
     */
    NodeState after(Event event) {
        return switch (this) { // After COMMANDS_UP, COMMANDS_DOWN, TAIL_UP, TAIL_DOWN:
            case STARTING -> pick(event, TAIL_DOWN, STARTING, null, null);
            case TAIL_DOWN -> pick(event, null, DISCONNECTED, AVAILABLE, TAIL_DOWN);
            case AVAILABLE -> pick(event, null, COMMANDS_DOWN, null, TAIL_DOWN);
            case COMMANDS_DOWN -> pick(event, AVAILABLE, COMMANDS_DOWN, null, DISCONNECTED);
            case DISCONNECTED -> pick(event, TAIL_DOWN, DISCONNECTED, COMMANDS_DOWN, DISCONNECTED);
            case CLOSED -> CLOSED;
        };
    }

    /** Which of these states an event leads to; null where it cannot happen. */
    private NodeState pick(
            Event event,
            @Nullable NodeState commandsUp,
            @Nullable NodeState commandsDown,
            @Nullable NodeState tailUp,
            @Nullable NodeState tailDown) {
        NodeState next = switch (event) {
            case COMMANDS_UP -> commandsUp;
            case COMMANDS_DOWN -> commandsDown;
            case TAIL_UP -> tailUp;
            case TAIL_DOWN -> tailDown;
            case CLOSE -> CLOSED;
        };
        if (next == null) {
            throw new IllegalStateException(event + " cannot happen in " + this);
        }
        return next;
    }
}
