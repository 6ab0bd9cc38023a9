package io.ssegateway.stream;

import io.netty.channel.Channel;
import io.netty.channel.unix.Socket;
import io.netty.channel.unix.UnixChannel;
import io.netty.handler.ssl.SslHandler;

/** Chooses how a stream is written to. */
public final class StreamWriters {

    private StreamWriters() {}

    /**
     * The fastest writer for an HTTP/1.1 stream that is about to open. Once it is open, TLS is the only handler of its
     * connection that may still process the written bytes.
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
