package io.ssegateway.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.ssegateway.json.Json;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/** Writes the answer to one request, with the CORS headers for its client. Belongs to the connection's event loop. */
public final class Reply {
    private static final Logger LOG = LogManager.getLogger();

    private final ChannelHandlerContext ctx;
    private final FullHttpRequest request;
    private final Cors cors;

    Reply(ChannelHandlerContext ctx, FullHttpRequest request, Cors cors) {
        this.ctx = ctx;
        this.request = request;
        this.cors = cors;
    }

    /** Answers 200 with a JSON body. */
    public void json(Object value) {
        body(HttpResponseStatus.OK, "application/json", Json.bytes(value));
    }

    /** Answers 204: it is done, and there is nothing to say. */
    public void noContent() {
        write(response(HttpResponseStatus.NO_CONTENT, Unpooled.EMPTY_BUFFER));
    }

    /** Answers 304: the client has the body already. The headers are those that the answer with the body would have. */
    public void notModified(HttpHeaders headers) {
        FullHttpResponse response = response(HttpResponseStatus.NOT_MODIFIED, Unpooled.EMPTY_BUFFER);
        response.headers().add(headers);
        write(response);
    }

    /** Answers with a body. */
    public void body(HttpResponseStatus status, String contentType, byte[] body) {
        body(status, contentType, EmptyHttpHeaders.INSTANCE, body);
    }

    /** Answers with a body and further headers. */
    public void body(HttpResponseStatus status, String contentType, HttpHeaders headers, byte[] body) {
        FullHttpResponse response = response(status, Unpooled.wrappedBuffer(body));
        response.headers().add(headers).set(HttpHeaderNames.CONTENT_TYPE, contentType);
        write(response);
    }

    /** Answers a HEAD request for a route whose GET opens a stream. */
    public void streamHead(HttpHeaders headers) {
        FullHttpResponse response = response(HttpResponseStatus.OK, Unpooled.EMPTY_BUFFER);
        response.headers().setAll(headers);
        writeAndMaybeClose(response);
    }

    /** Adds the CORS headers for this client. */
    public void cors(HttpHeaders response) {
        cors.answer(request.headers().get(HttpHeaderNames.ORIGIN), response);
    }

    /** Answers OPTIONS: what the path allows, as in {@code Allow}, and the CORS preflight. */
    void options(String allow) {
        FullHttpResponse response = response(HttpResponseStatus.NO_CONTENT, Unpooled.EMPTY_BUFFER);
        response.headers().set(HttpHeaderNames.ALLOW, allow);
        cors.preflight(request.headers(), response.headers(), allow);
        write(response);
    }

    /**
     * Answers what went wrong: a client's fault is not logged; a fault of ours is logged and answered without its
     * details.
     */
    void fail(Throwable fault) {
        if (fault instanceof Problem problem) {
            problem(problem);
            return;
        }
        // Without the query: there may be a token in it.
        LOG.error("{} {} failed", request.method(), request.uri().split("\\?", 2)[0], fault);
        if (ctx.isRemoved()) {
            ctx.close(); // The connection had become a stream, where an answer cannot be given any more.
            return;
        }
        problem(new Problem(
                HttpResponseStatus.INTERNAL_SERVER_ERROR, "The gateway failed to answer; its log says why."));
    }

    private void problem(Problem problem) {
        write(problemResponse(problem, request.headers(), cors));
    }

    /**
     * Answers an error after which it is not clear where the next request begins: the connection ends with the answer.
     */
    static void problemAndClose(ChannelHandlerContext ctx, HttpHeaders request, Cors cors, Problem problem) {
        FullHttpResponse response = problemResponse(problem, request, cors);
        HttpUtil.setContentLength(response, response.content().readableBytes());
        writeAndClose(ctx, response);
    }

    private static FullHttpResponse problemResponse(Problem problem, HttpHeaders request, Cors cors) {
        FullHttpResponse response = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1, problem.status(), Unpooled.wrappedBuffer(problem.toJson()));
        response.headers()
                .setAll(problem.headers())
                .set(HttpHeaderNames.CONTENT_TYPE, "application/problem+json")
                .set(HttpHeaderNames.CACHE_CONTROL, "no-store");
        cors.answer(request.get(HttpHeaderNames.ORIGIN), response.headers());
        return response;
    }

    private FullHttpResponse response(HttpResponseStatus status, ByteBuf body) {
        FullHttpResponse response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, body);
        cors(response.headers());
        return response;
    }

    private void write(FullHttpResponse response) {
        // Where there is never a body a length would be wrong, or that of another answer.
        if (!response.status().equals(HttpResponseStatus.NO_CONTENT)
                && !response.status().equals(HttpResponseStatus.NOT_MODIFIED)) {
            HttpUtil.setContentLength(response, response.content().readableBytes());
        }
        writeAndMaybeClose(response);
    }

    private void writeAndMaybeClose(FullHttpResponse response) {
        if (!HttpUtil.isKeepAlive(request)) {
            writeAndClose(ctx, response);
            return;
        }
        if (request.protocolVersion().equals(HttpVersion.HTTP_1_0)) {
            // Such a client waits for the end of the connection unless it knows that the connection stays open.
            response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.KEEP_ALIVE);
        }
        ctx.writeAndFlush(response);
    }

    private static void writeAndClose(ChannelHandlerContext ctx, FullHttpResponse response) {
        response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        LingeringClose.writeAndClose(ctx, response);
    }
}
