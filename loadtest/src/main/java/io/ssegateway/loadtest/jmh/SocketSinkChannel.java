package io.ssegateway.loadtest.jmh;

import io.netty.channel.unix.FileDescriptor;
import io.netty.channel.unix.Socket;
import io.netty.channel.unix.UnixChannel;

/** A {@link SinkChannel} with a socket, to which live frames go past the pipeline, as with the epoll transport. */
final class SocketSinkChannel extends SinkChannel implements UnixChannel {

    private final Socket socket;

    /** @param socket may be shared: it is not closed with the channel */
    SocketSinkChannel(Socket socket) {
        this.socket = socket;
    }

    @Override
    public FileDescriptor fd() {
        return socket;
    }
}
