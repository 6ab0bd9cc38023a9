package io.ssegateway.channelgroup;

import io.netty.channel.Channel;
import java.util.Iterator;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** An iterator over the channels of a group that can remove them from it. */
public final class ChannelIterator implements Iterator<Channel> {
    private final Iterator<Channel> channels;
    private final Consumer<Channel> removal;
    private @Nullable Channel last;

    /** @param removal removes a channel from the group */
    public ChannelIterator(Iterator<Channel> channels, Consumer<Channel> removal) {
        this.channels = channels;
        this.removal = removal;
    }

    @Override
    public boolean hasNext() {
        return channels.hasNext();
    }

    @Override
    public Channel next() {
        last = channels.next();
        return last;
    }

    @Override
    public void remove() {
        if (last == null) {
            throw new IllegalStateException("next() first");
        }
        removal.accept(last);
        last = null;
    }
}
