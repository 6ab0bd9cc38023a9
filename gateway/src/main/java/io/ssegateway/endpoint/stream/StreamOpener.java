package io.ssegateway.endpoint.stream;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.util.AsciiString;
import io.netty.util.AttributeKey;
import io.ssegateway.fanout.ShardedChannelGroup;
import io.ssegateway.http.Accept;
import io.ssegateway.http.Exchange;
import io.ssegateway.http.HeaderLines;
import io.ssegateway.http.HttpDate;
import io.ssegateway.http.LingeringClose;
import io.ssegateway.http.OverloadAnswer;
import io.ssegateway.http.Problem;
import io.ssegateway.http.SequentialHttpCodec;
import io.ssegateway.http.Unavailable;
import io.ssegateway.metrics.GatewayMetrics;
import io.ssegateway.metrics.RejectReason;
import io.ssegateway.stream.ResumePoint;
import io.ssegateway.stream.StreamHandler;
import io.ssegateway.stream.Subscriber;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Turns a request's connection into an open stream, or asks its client to retry later. */
public final class StreamOpener {
    /** On a connection that is over a limit: it may do anything but open a stream. */
    public static final AttributeKey<RejectReason> OVER_LIMIT = AttributeKey.valueOf("io.ssegateway.over-limit");

    private static final HttpHeaders HEADERS = new DefaultHttpHeaders()
            .set("Content-Type", Accept.EVENT_STREAM)
            .set("Cache-Control", "no-cache, no-transform")
            .set("X-Accel-Buffering", "no");

    /** What nearly every stream's head is but for its date, encoded once. */
    private static final byte[] CHUNKED_HEAD = head(true, EmptyHttpHeaders.INSTANCE);

    private static final byte[] PLAIN_HEAD = head(false, EmptyHttpHeaders.INSTANCE);

    private static final byte[] DATE = "Date: ".getBytes(StandardCharsets.US_ASCII);

    private static final byte[] END = "\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final ShardedChannelGroup streams;
    private final StreamHandler handler;
    private final OverloadAnswer overload;
    private final GatewayMetrics metrics;
    private volatile boolean draining;

    /** An opener for the streams of one group. */
    public StreamOpener(ShardedChannelGroup streams, OverloadAnswer overload, GatewayMetrics metrics) {
        this.streams = streams;
        this.handler = new StreamHandler(streams::close);
        this.overload = overload;
        this.metrics = metrics;
    }

    /** From now on no stream opens any more. */
    public void drain() {
        draining = true;
    }

    /** @throws Problem 406 if the client does not take event streams */
    public void checkAccept(Exchange exchange) {
        if (!Accept.eventStream(exchange.headers(HttpHeaderNames.ACCEPT))) {
            throw new Problem(
                    HttpResponseStatus.NOT_ACCEPTABLE,
                    "This path answers with text/event-stream, which the Accept header excludes.");
        }
    }

    /**
     * Answers a request that gets no stream: a HEAD request, as the stream would begin, or one that
     * {@link #refuse(Exchange)} refuses.
     *
     * @return whether the request is answered
     */
    public boolean settle(Exchange exchange, StreamHead begin) {
        if (exchange.isHead()) {
            exchange.reply().streamHead(new DefaultHttpHeaders().set(HEADERS).setAll(begin.headers()));
            return true;
        }
        return refuse(exchange);
    }

    /**
     * Asks a client to retry later if it is over a limit or the gateway stops.
     *
     * @return whether the request is answered
     */
    public boolean refuse(Exchange exchange) {
        RejectReason reason = draining ? RejectReason.DRAIN : overLimit(exchange.channel());
        if (reason == null) {
            return false;
        }
        refuse(exchange, reason);
        return true;
    }

    /**
     * Asks a client to retry later: as {@code limits.overload} says if it asks like an {@code EventSource}, otherwise
     * by 503, which other clients understand.
     */
    public void refuse(Exchange exchange, RejectReason reason) {
        metrics.rejected(reason);
        HttpHeaders cors = new DefaultHttpHeaders();
        exchange.reply().cors(cors);
        ChannelHandlerContext head = stripPipeline(exchange.channel());
        LingeringClose.writeAndClose(head, Unpooled.wrappedBuffer(overload.bytes(reason, exchange.isGet(), cors)));
    }

    /** As {@link #refuse(Exchange, RejectReason)}, for something that the stream needs; a HEAD request gets 503. */
    public void refuse(Exchange exchange, Unavailable away) {
        if (exchange.isHead()) {
            throw away;
        }
        if (!refuse(exchange)) { // While the gateway stops, that is the reason.
            refuse(exchange, away.reason());
        }
    }

    private static @Nullable RejectReason overLimit(Channel channel) {
        return channel.hasAttr(OVER_LIMIT) ? channel.attr(OVER_LIMIT).get() : null;
    }

    /**
     * Opens a stream: the connection leaves HTTP's codec behind, the response head is written (and flushed with the
     * first event, or by the caller) and the stream joins the group.
     *
     * @param start where it begins to read the log
     * @param begin what is special about its beginning
     */
    public void open(Exchange exchange, Subscriber subscriber, ResumePoint start, StreamHead begin) {
        Channel channel = exchange.channel();
        ByteBuf head = head(exchange, subscriber.chunked(), begin);
        stripPipeline(channel);
        channel.write(head, channel.voidPromise());
        streams.add(subscriber, start, begin.first());
    }

    private static ByteBuf head(Exchange exchange, boolean chunked, StreamHead begin) {
        HttpHeaders further = new DefaultHttpHeaders().set(begin.headers());
        exchange.reply().cors(further);
        byte[] shared = chunked ? CHUNKED_HEAD : PLAIN_HEAD;
        byte[] lines = further.isEmpty() ? shared : head(chunked, further);
        AsciiString date = HttpDate.SYSTEM.now();
        ByteBuf head = exchange.channel().alloc().ioBuffer(lines.length + DATE.length + date.length() + END.length);
        head.writeBytes(lines).writeBytes(DATE).writeBytes(date.array(), date.arrayOffset(), date.length());
        head.writeBytes(END);
        return begin.comment() ? Unpooled.wrappedBuffer(head, StreamHead.comment(chunked)) : head;
    }

    /** A head without its date and its end. */
    private static byte[] head(boolean chunked, HttpHeaders further) {
        HttpHeaders headers = new DefaultHttpHeaders().set(HEADERS).setAll(further);
        // Nothing follows a stream, and a pool that expects more would use the connection in the moment that it closes.
        headers.set("Connection", "close");
        if (chunked) {
            headers.set("Transfer-Encoding", "chunked");
        }
        StringBuilder head = new StringBuilder("HTTP/1.1 200 OK\r\n");
        HeaderLines.append(head, headers);
        return head.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** Leaves the one shared handler: from here on the connection speaks no HTTP any more. */
    private ChannelHandlerContext stripPipeline(Channel channel) {
        ChannelPipeline pipeline = channel.pipeline();
        pipeline.addLast(handler);
        while (pipeline.first() != handler) {
            pipeline.removeFirst();
        }
        // The codec may have stopped reading; a stream reads on, to see when its client leaves.
        SequentialHttpCodec.readOn(channel);
        return pipeline.firstContext();
    }
}
