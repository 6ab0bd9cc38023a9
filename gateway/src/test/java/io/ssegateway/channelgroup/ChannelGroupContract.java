package io.ssegateway.channelgroup;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.group.ChannelGroup;
import io.ssegateway.testing.LocalConnections;
import io.ssegateway.testing.LocalConnections.Connection;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;

/**
 * What users of Netty rely on when they hold a {@link ChannelGroup}; channels on two event loops. A part for each
 * subject.
 */
public abstract class ChannelGroupContract
        implements GroupMembershipContract, GroupWritingContract, GroupClosingContract {
    @AutoClose
    private final LocalConnections connections = new LocalConnections(2);

    private final ChannelGroup group = newGroup("group");
    private List<Connection> members = List.of();

    @BeforeEach
    void fill() {
        members = connections.open(4);
        members.forEach(member -> assertThat(group.add(member.channel())).isTrue());
        connections.settle();
    }

    @Override
    public ChannelGroup group() {
        return group;
    }

    @Override
    public List<Connection> members() {
        return members;
    }

    @Override
    public LocalConnections connections() {
        return connections;
    }
}
