package io.ssegateway.channelgroup;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.group.ChannelGroup;
import io.ssegateway.testing.LocalConnections;
import io.ssegateway.testing.LocalConnections.Connection;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What the parts of {@link ChannelGroupContract} ask of it. */
interface GroupUnderTest {

    /** A group that is empty. */
    ChannelGroup newGroup(String name);

    /** The group {@code group}, which begins with {@link #members}. */
    ChannelGroup group();

    /** Four of {@link #connections}. */
    List<Connection> members();

    LocalConnections connections();

    default Channel channel(int index) {
        return members().get(index).channel();
    }

    default List<Channel> channels() {
        return members().stream().map(Connection::channel).toList();
    }

    default List<String> received() {
        connections().settle();
        return members().stream().map(Connection::text).toList();
    }

    static ByteBuf text(String text) {
        return Unpooled.copiedBuffer(text, StandardCharsets.UTF_8);
    }
}
