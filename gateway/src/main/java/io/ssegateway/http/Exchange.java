package io.ssegateway.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufInputStream;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.ssegateway.json.Json;
import java.io.InputStream;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jspecify.annotations.Nullable;

/** One request and its answer. Lives on its connection's event loop and only until it is answered. */
public final class Exchange {
    private static final Logger LOG = LogManager.getLogger();

    private final ChannelHandlerContext ctx;
    private final FullHttpRequest request;
    private final Cors cors;
    private final UnaryOperator<Throwable> failures;
    private final String route;
    private Parameters parameters;

    Exchange(
            ChannelHandlerContext ctx,
            FullHttpRequest request,
            Cors cors,
            UnaryOperator<Throwable> failures,
            String route,
            Parameters parameters) {
        this.ctx = ctx;
        this.request = request;
        this.cors = cors;
        this.failures = failures;
        this.route = route;
        this.parameters = parameters;
    }

    public Channel channel() {
        return ctx.channel();
    }

    /** The pattern of the route that was taken. */
    public String route() {
        return route;
    }

    /** What the path and the query say; may be kept after the exchange. */
    public Parameters parameters() {
        return parameters;
    }

    /** Takes the fields of the body's form as further parameters, behind those of the query. */
    public void takeFields(FormBody form) {
        parameters = parameters.and(form);
    }

    public @Nullable String header(CharSequence name) {
        return request.headers().get(name);
    }

    public List<String> headers(CharSequence name) {
        return request.headers().getAll(name);
    }

    /** Whether the request has this method. */
    public boolean hasMethod(HttpMethod method) {
        return request.method().equals(method);
    }

    /** Whether the method changes nothing: GET, or HEAD. */
    public boolean isSafe() {
        return request.method().equals(HttpMethod.GET) || isHead();
    }

    /** Whether the method is the one that an {@code EventSource} uses. */
    public boolean isGet() {
        return request.method().equals(HttpMethod.GET);
    }

    /** Whether the client wants the head alone. */
    public boolean isHead() {
        return request.method().equals(HttpMethod.HEAD);
    }

    /** Whether the client understands HTTP/1.1, chunks above all. */
    public boolean isHttp11() {
        return request.protocolVersion().compareTo(HttpVersion.HTTP_1_1) >= 0;
    }

    /** The body's bytes, valid until the endpoint returns. */
    public InputStream body() {
        return new ByteBufInputStream(request.content().slice());
    }

    /**
     * The body's media type, without parameters and in lower case.
     *
     * @throws Problem 415 if it is none of the accepted ones, or the body is compressed
     */
    public String contentType(String... accepted) {
        return BodyType.of(request, accepted);
    }

    /**
     * Goes on with what a stage answers, on this connection's event loop; at once if it is there already. Until then no other
     * request of the connection begins. If the stage fails, the router's function for failures decides: a
     * {@link Problem} is the answer, and everything else is a fault of the gateway, answered with 500.
     * Once the client has left, nobody goes on.
     *
     * @param stage must complete some day: the connection waits for it without a timeout
     * @param then  answers; what it throws is answered as what an endpoint throws
     */
    public <T> void when(CompletionStage<T> stage, Consumer<T> then) {
        when(stage, then, away -> {
            throw away;
        });
    }

    /**
     * As {@link #when(CompletionStage, Consumer)}, with another answer for what is away.
     *
     * @param otherwise answers if the stage fails as something is away that it depends on; what it throws is answered, too
     */
    public <T> void when(CompletionStage<T> stage, Consumer<T> then, Consumer<Unavailable> otherwise) {
        CompletableFuture<T> future = stage.toCompletableFuture();
        if (future.isDone()) {
            proceed(future, then, otherwise);
            return;
        }
        channel().pipeline().fireUserEventTriggered(ExchangeEvent.PENDING);
        // A loop that has stopped takes no task, and has no client any more.
        future.whenComplete((value, failure) -> channel().eventLoop().execute(() -> goOn(future, then, otherwise)));
    }

    private <T> void goOn(CompletableFuture<T> done, Consumer<T> then, Consumer<Unavailable> otherwise) {
        try {
            if (channel().isActive()) {
                proceed(done, then, otherwise);
            }
        } catch (RuntimeException fault) {
            fail(ctx, request, cors, fault);
        }
        channel().pipeline().fireUserEventTriggered(ExchangeEvent.DONE);
    }

    private <T> void proceed(CompletableFuture<T> done, Consumer<T> then, Consumer<Unavailable> otherwise) {
        T value;
        try {
            value = value(done);
        } catch (Unavailable away) {
            otherwise.accept(away);
            return;
        }
        then.accept(value);
    }

    private <T> T value(CompletableFuture<T> done) {
        try {
            return done.join();
        } catch (CompletionException failure) {
            Throwable cause = failures.apply(failure.getCause());
            throw cause instanceof RuntimeException fault ? fault : new IllegalStateException(cause);
        }
    }

    /**
     * Answers what went wrong; needs no exchange, for there may be no route. A client's fault is answered and not logged; a fault
     * of ours is logged and answered without its details.
     */
    static void fail(ChannelHandlerContext ctx, FullHttpRequest request, Cors cors, RuntimeException fault) {
        if (fault instanceof Problem problem) {
            answerProblem(ctx, request, cors, problem);
            return;
        }
        // Without the query: there may be a token in it.
        LOG.error("{} {} failed", request.method(), request.uri().split("\\?", 2)[0], fault);
        if (ctx.isRemoved()) {
            ctx.close(); // The connection had become a stream, where an answer cannot be given any more.
            return;
        }
        Problem internal = new Problem(
                HttpResponseStatus.INTERNAL_SERVER_ERROR, "The gateway failed to answer; its log tells why.");
        answerProblem(ctx, request, cors, internal);
    }

    /** Answers 200 with a JSON body. */
    public void json(Object value) {
        answer(HttpResponseStatus.OK, "application/json", Json.bytes(value));
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
    public void answer(HttpResponseStatus status, String contentType, byte[] body) {
        answer(status, contentType, EmptyHttpHeaders.INSTANCE, body);
    }

    /** Answers with a body and further headers. */
    public void answer(HttpResponseStatus status, String contentType, HttpHeaders headers, byte[] body) {
        FullHttpResponse response = response(status, Unpooled.wrappedBuffer(body));
        response.headers().add(headers).set(HttpHeaderNames.CONTENT_TYPE, contentType);
        write(response);
    }

    private static void answerProblem(ChannelHandlerContext ctx, FullHttpRequest request, Cors cors, Problem problem) {
        FullHttpResponse response = problemResponse(problem);
        cors.answer(request.headers().get(HttpHeaderNames.ORIGIN), response.headers());
        write(ctx, request, response);
    }

    /** Answers OPTIONS: what the path allows, as in {@code Allow}, and the CORS preflight. */
    void options(String allow) {
        FullHttpResponse response = response(HttpResponseStatus.NO_CONTENT, Unpooled.EMPTY_BUFFER);
        response.headers().set(HttpHeaderNames.ALLOW, allow);
        cors.preflight(request.headers(), response.headers(), allow);
        write(response);
    }

    /** Answers a HEAD request for a route whose GET opens a stream. */
    public void streamHead(HttpHeaders headers) {
        FullHttpResponse response = response(HttpResponseStatus.OK, Unpooled.EMPTY_BUFFER);
        response.headers().setAll(headers);
        writeAndMaybeClose(ctx, request, response);
    }

    /** CORS headers for this client. */
    public void cors(HttpHeaders response) {
        cors.answer(header(HttpHeaderNames.ORIGIN), response);
    }

    private FullHttpResponse response(HttpResponseStatus status, ByteBuf body) {
        FullHttpResponse response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, body);
        cors(response.headers());
        return response;
    }

    private void write(FullHttpResponse response) {
        write(ctx, request, response);
    }

    private static void write(ChannelHandlerContext ctx, FullHttpRequest request, FullHttpResponse response) {
        // Where there is never a body a length would be wrong, or that of another answer.
        if (!response.status().equals(HttpResponseStatus.NO_CONTENT)
                && !response.status().equals(HttpResponseStatus.NOT_MODIFIED)) {
            HttpUtil.setContentLength(response, response.content().readableBytes());
        }
        writeAndMaybeClose(ctx, request, response);
    }

    private static void writeAndMaybeClose(
            ChannelHandlerContext ctx, FullHttpRequest request, FullHttpResponse response) {
        if (!HttpUtil.isKeepAlive(request)) {
            writeAndClose(ctx, response);
            return;
        }
        if (request.protocolVersion().equals(HttpVersion.HTTP_1_0)) {
            // Such a client waits for the end of the connection unless it is told that there is none.
            response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.KEEP_ALIVE);
        }
        ctx.writeAndFlush(response);
    }

    private static void writeAndClose(ChannelHandlerContext ctx, FullHttpResponse response) {
        response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        LingeringClose.writeAndClose(ctx, response);
    }

    /** An error after which it is not clear where the next request begins: the connection ends with the answer. */
    static void problemAndClose(ChannelHandlerContext ctx, HttpHeaders request, Cors cors, Problem problem) {
        FullHttpResponse response = problemResponse(problem);
        cors.answer(request.get(HttpHeaderNames.ORIGIN), response.headers());
        HttpUtil.setContentLength(response, response.content().readableBytes());
        writeAndClose(ctx, response);
    }

    private static FullHttpResponse problemResponse(Problem problem) {
        FullHttpResponse response = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1, problem.status(), Unpooled.wrappedBuffer(problem.toJson()));
        response.headers()
                .setAll(problem.headers())
                .set(HttpHeaderNames.CONTENT_TYPE, "application/problem+json")
                .set(HttpHeaderNames.CACHE_CONTROL, "no-store");
        return response;
    }
}
