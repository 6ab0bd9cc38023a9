package io.ssegateway.loadtest.jmh;

import io.netty.channel.unix.Socket;
import java.nio.ByteBuffer;

/** A socket that takes everything and sends nothing: what it costs to deliver to it, the kernel has no part in. */
final class SinkSocket extends Socket {

    SinkSocket() {
        super(Socket.newSocketDgram().intValue()); // A descriptor that it can ask and close; nothing is ever sent.
    }

    @Override
    public int send(ByteBuffer bytes, int position, int limit) {
        return limit - position;
    }
}
