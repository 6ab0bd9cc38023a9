package io.ssegateway.eventlog.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ssegateway.eventlog.redis.NodeState.Event;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class NodeStateTest {

    @ParameterizedTest
    @CsvSource({
        "STARTING, COMMANDS_UP, TAIL_DOWN",
        "STARTING, COMMANDS_DOWN, STARTING",
        "TAIL_DOWN, TAIL_UP, AVAILABLE",
        "TAIL_DOWN, TAIL_DOWN, TAIL_DOWN",
        "TAIL_DOWN, COMMANDS_DOWN, DISCONNECTED",
        "AVAILABLE, COMMANDS_DOWN, COMMANDS_DOWN",
        "AVAILABLE, TAIL_DOWN, TAIL_DOWN",
        "COMMANDS_DOWN, COMMANDS_UP, AVAILABLE",
        "COMMANDS_DOWN, COMMANDS_DOWN, COMMANDS_DOWN",
        "COMMANDS_DOWN, TAIL_DOWN, DISCONNECTED",
        "DISCONNECTED, COMMANDS_UP, TAIL_DOWN",
        "DISCONNECTED, TAIL_UP, COMMANDS_DOWN",
        "DISCONNECTED, COMMANDS_DOWN, DISCONNECTED",
        "DISCONNECTED, TAIL_DOWN, DISCONNECTED"
    })
    void shouldFollowItsConnections(NodeState from, Event event, NodeState to) {
        assertThat(from.after(event)).isEqualTo(to);
    }

    /**
     * A connection that is up does not come up again, and the tail does not connect before Redis has said where the log
     * stands.
     */
    @ParameterizedTest
    @CsvSource({
        "STARTING, TAIL_UP",
        "STARTING, TAIL_DOWN",
        "TAIL_DOWN, COMMANDS_UP",
        "AVAILABLE, COMMANDS_UP",
        "AVAILABLE, TAIL_UP",
        "COMMANDS_DOWN, TAIL_UP"
    })
    void shouldRefuseWhatCannotHappen(NodeState from, Event event) {
        assertThatThrownBy(() -> from.after(event)).isInstanceOf(IllegalStateException.class);
    }

    @ParameterizedTest
    @EnumSource(NodeState.class)
    void shouldEndFromEverywhereForGood(NodeState from) {
        assertThat(from.after(Event.CLOSE)).isEqualTo(NodeState.CLOSED);
        for (Event event : Event.values()) {
            assertThat(NodeState.CLOSED.after(event)).isEqualTo(NodeState.CLOSED);
        }
    }

    /** As the connections behave: whatever comes, and in whichever order, the state says which of them are up. */
    @Test
    void shouldSayWhichConnectionsAreUp() {
        record Node(NodeState state, boolean commands, boolean tail) {}
        Deque<Node> open = new ArrayDeque<>(Set.of(new Node(NodeState.STARTING, false, false)));
        Set<NodeState> seen = EnumSet.noneOf(NodeState.class);
        while (!open.isEmpty()) {
            Node node = open.remove();
            assertThat(node.state() == NodeState.AVAILABLE).isEqualTo(node.commands() && node.tail());
            assertThat(node.state() == NodeState.COMMANDS_DOWN).isEqualTo(!node.commands() && node.tail());
            assertThat(node.state() == NodeState.TAIL_DOWN).isEqualTo(node.commands() && !node.tail());
            if (!seen.add(node.state())) {
                continue;
            }
            Event ofCommands = node.commands() ? Event.COMMANDS_DOWN : Event.COMMANDS_UP;
            open.add(new Node(node.state().after(ofCommands), !node.commands(), node.tail()));
            if (node.state() != NodeState.STARTING) {
                Event ofTail = node.tail() ? Event.TAIL_DOWN : Event.TAIL_UP;
                open.add(new Node(node.state().after(ofTail), node.commands(), !node.tail()));
            }
        }
        assertThat(seen).isEqualTo(EnumSet.complementOf(EnumSet.of(NodeState.CLOSED)));
    }
}
