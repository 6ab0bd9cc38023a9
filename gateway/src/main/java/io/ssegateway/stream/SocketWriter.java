package io.ssegateway.stream;

import io.netty.channel.Channel;
import io.netty.channel.unix.Socket;
import io.ssegateway.ring.WriteBuffer;
import java.io.IOException;

/**
 * Writes an HTTP/1.1 response in clear text: one system call from a buffer's memory to the socket, past the channel's
 * handlers, as long as nothing of earlier writes waits in the channel. Allocates nothing then.
 */
final class SocketWriter extends ChannelWriter {
    private final Socket socket;

    SocketWriter(Channel channel, Socket socket, boolean chunked) {
        super(channel, chunked);
        this.socket = socket;
    }

    @Override
    protected int send(WriteBuffer buffer, int start, int end) {
        if (!socket.isOpen()) {
            return GONE;
        }
        if (waits()) {
            return 0;
        }
        try {
            return socket.send(buffer.memory(), start, end);
        } catch (IOException broken) {
            channel().pipeline().fireExceptionCaught(broken);
            return GONE;
        }
    }
}
