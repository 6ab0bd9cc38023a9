package io.ssegateway.http;

import io.netty.buffer.ByteBufInputStream;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import java.io.InputStream;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** One request. Lives on its connection's event loop, where alone it may be asked, and only until it is answered. */
public final class Exchange {
    private final Channel channel;
    private final FullHttpRequest request;
    private final Reply reply;
    private final DeferredReply deferred;
    private final String route;
    private Parameters parameters;

    Exchange(
            Channel channel,
            FullHttpRequest request,
            Reply reply,
            UnaryOperator<Throwable> failures,
            String route,
            Parameters parameters) {
        this.channel = channel;
        this.request = request;
        this.reply = reply;
        this.deferred = new DeferredReply(channel, reply, failures);
        this.route = route;
        this.parameters = parameters;
    }

    public Channel channel() {
        return channel;
    }

    /** The pattern of the route that was taken. */
    public String route() {
        return route;
    }

    /** What the path and the query say; may be kept after the exchange. */
    public Parameters parameters() {
        return parameters;
    }

    /** Adds the fields of the body's form to the parameters, after those of the query. */
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

    /** Answers the request. */
    public Reply reply() {
        return reply;
    }

    /**
     * Continues with the result of a stage, on this connection's event loop; at once if the stage is complete. Until
     * then no other request of the connection begins; {@code then} may wait again. If the stage fails, the router's
     * function for failures decides: a {@link Problem} is the answer, and everything else is a bug, answered with 500.
     * If the client has disconnected, nothing is called.
     *
     * @param stage must complete some day: the connection waits for it without a timeout
     * @param then answers; its exceptions are answered like those of an endpoint
     */
    public <T> void when(CompletionStage<T> stage, Consumer<T> then) {
        when(stage, then, away -> {
            throw away;
        });
    }

    /**
     * Like {@link #when(CompletionStage, Consumer)}, with another answer if something is unavailable.
     *
     * @param otherwise answers if the stage fails because something that it depends on is unavailable; its exceptions
     *     are answered, too
     */
    public <T> void when(CompletionStage<T> stage, Consumer<T> then, Consumer<Unavailable> otherwise) {
        deferred.when(stage, then, otherwise);
    }
}
