package io.ssegateway.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.CombinedChannelDuplexHandler;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netty.channel.socket.DuplexChannelConfig;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.List;

/**
 * HTTP/1.1 for a server that answers the requests of a connection one after another, in order (RFC 9112, section
 * 9.3.2). While an answer is {@linkplain ExchangeEvent#PENDING pending}, or the client does not read its answers, later
 * requests wait as unparsed bytes, and nothing more is read. So the waiting bytes are bounded by one read, and have
 * cost no parsing, no {@code 100 Continue} and no room for a body. Only this handler decides whether an HTTP connection
 * is read.
 *
 * <p>A client may say that it has finished sending and still wait for answers; it gets all of them before the
 * connection ends.
 */
public final class SequentialHttpCodec extends CombinedChannelDuplexHandler<HttpRequestDecoder, HttpResponseEncoder> {
    /** Whether the current request wants only the head. */
    private boolean head;

    /** A codec for one connection. */
    public SequentialHttpCodec(HttpDecoderConfig config) {
        init(new Requests(config), new Responses());
    }

    /**
     * Reads from now on, unless the client has finished sending: there is nothing to read then, and a socket that is
     * registered for nothing any more cannot be registered again with epoll.
     */
    public static void readOn(Channel channel) {
        if (!(channel instanceof DuplexChannel duplex && duplex.isInputShutdown())) {
            channel.config().setAutoRead(true);
        }
    }

    private final class Requests extends StrictRequestDecoder {
        private boolean decoding;
        private boolean betweenRequests = true;
        private boolean pending;
        private boolean inputEnded;
        private boolean closing;

        Requests(HttpDecoderConfig config) {
            super(config);
        }

        @Override
        protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) throws Exception {
            if (closing) {
                in.skipBytes(in.readableBytes());
                return;
            }
            if (isHeld(ctx)) {
                return;
            }
            int before = out.size();
            super.decode(ctx, in, out);
            for (int i = before; i < out.size(); i++) {
                Object part = out.get(i);
                if (part instanceof HttpRequest request) {
                    betweenRequests = false;
                    head = request.method().equals(HttpMethod.HEAD);
                }
                if (part instanceof LastHttpContent) {
                    betweenRequests = true;
                }
            }
        }

        /** Only between requests: one that has begun is read to its end. */
        private boolean isHeld(ChannelHandlerContext ctx) {
            return betweenRequests && !mayRead(ctx.channel());
        }

        private boolean mayRead(Channel channel) {
            return !pending && channel.isWritable();
        }

        /** Two lengths are an attempt at request smuggling: nothing after this request is trusted. */
        @Override
        protected void handleTransferEncodingChunkedWithContentLength(HttpMessage message) {
            super.handleTransferEncodingChunkedWithContentLength(message);
            message.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        }

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object input) throws Exception {
            boolean nested = decoding;
            decoding = true;
            try {
                super.channelRead(ctx, input);
            } finally {
                decoding = nested;
            }
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext ctx) throws Exception {
            if (isHeld(ctx)) {
                // The decoder would ask for more bytes, since it made no request of these.
                ctx.fireChannelReadComplete();
            } else {
                super.channelReadComplete(ctx);
            }
        }

        @Override
        public void channelWritabilityChanged(ChannelHandlerContext ctx) throws Exception {
            goOn(ctx);
            ctx.fireChannelWritabilityChanged();
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext ctx, Object event) throws Exception {
            if (event == ExchangeEvent.PENDING) {
                pending = true;
                allowHalfClosure(ctx, true);
                goOn(ctx);
            } else if (event == ExchangeEvent.DONE) {
                pending = false;
                allowHalfClosure(ctx, false);
                goOn(ctx);
            } else if (event == ExchangeEvent.CLOSING) {
                closing = true;
            } else if (event == ChannelInputShutdownEvent.INSTANCE && pending) {
                inputEnded = true;
                ctx.fireUserEventTriggered(event); // The decoder would discard the waiting bytes.
                return;
            }
            super.userEventTriggered(ctx, event);
        }

        /** Takes up what waits, as far as that may be; then reads on or not. */
        private void goOn(ChannelHandlerContext ctx) throws Exception {
            if (!closing && !decoding && mayRead(ctx.channel())) {
                channelRead(ctx, Unpooled.EMPTY_BUFFER);
            }
            if (closing || ctx.isRemoved()) {
                return; // The new owner of the connection reads from it.
            }
            boolean reads = mayRead(ctx.channel());
            if (reads && inputEnded && !decoding) {
                closing = true;
                ctx.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
            } else if (reads) {
                readOn(ctx.channel());
            } else {
                ctx.channel().config().setAutoRead(false);
            }
        }

        @Override
        protected void handlerRemoved0(ChannelHandlerContext ctx) {
            if (pending) {
                allowHalfClosure(ctx, false);
            }
            if (inputEnded && !closing) {
                // A stream whose client has disconnected already, which the socket does not report twice.
                ctx.executor().execute(ctx.channel()::close);
            }
        }

        /**
         * Without it a client's end of sending, which epoll reports although nothing is read, closes the connection.
         */
        private static void allowHalfClosure(ChannelHandlerContext ctx, boolean allowed) {
            if (ctx.channel().config() instanceof DuplexChannelConfig config) {
                config.setAllowHalfClosure(allowed);
            }
        }
    }

    private final class Responses extends HttpResponseEncoder {

        @Override
        protected void sanitizeHeadersBeforeEncode(HttpResponse response, boolean alwaysEmpty) {
            super.sanitizeHeadersBeforeEncode(response, alwaysEmpty);
            if (response.status().codeClass()
                    != HttpStatusClass.INFORMATIONAL) { // Those are shared by all connections.
                response.headers().set(HttpHeaderNames.DATE, HttpDate.SYSTEM.now());
            }
        }

        @Override
        protected boolean isContentAlwaysEmpty(HttpResponse response) {
            return super.isContentAlwaysEmpty(response)
                    || (head && response.status().codeClass() != HttpStatusClass.INFORMATIONAL);
        }
    }
}
