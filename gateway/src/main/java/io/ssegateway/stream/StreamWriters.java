package io.ssegateway.stream;

import io.netty.channel.Channel;
import io.netty.channel.unix.Socket;
import io.netty.channel.unix.UnixChannel;
import io.netty.handler.ssl.SslHandler;

/** Chooses how a stream is written to. */
public final class StreamWriters {

    private StreamWriters() {}

    /**
     * The fastest writer for an HTTP/1.1 stream that is about to open. Of its connection's handlers only TLS may still
     * look at what is written once it is open.
     *
     * @param channel the connection
     * @param chunked whether the client takes HTTP/1.1 chunks
     */
    public static StreamWriter http1(Channel channel, boolean chunked) {
        boolean clear = channel.pipeline().get(SslHandler.class) == null;
        return clear && channel instanceof UnixChannel unix && unix.fd() instanceof Socket socket
                ? new SocketWriter(channel, socket, chunked)
                : new ChannelWriter(channel, chunked);
    }
}
