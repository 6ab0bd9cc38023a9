package io.ssegateway.http;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.PrematureChannelClosureException;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import java.io.IOException;
import java.util.function.UnaryOperator;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/**
 * Finds the endpoint for a request and turns whatever goes wrong into an error answer. Shared by all connections of a
 * listener.
 */
@Sharable
public final class Router extends SimpleChannelInboundHandler<FullHttpRequest> {
    private static final Logger LOG = LogManager.getLogger();

    private final RouteTable routes;
    private final Cors cors;
    private final RequestCheck check;
    private final UnaryOperator<Throwable> failures;

    /** A router for one listener that answers every request. */
    public Router(RouteTable routes, Cors cors) {
        this(routes, cors, RequestCheck.NONE, UnaryOperator.identity());
    }

    /**
     * A router for one listener.
     *
     * @param check checks every well-formed request before its route is found
     * @param failures makes a {@link Problem} of a failure of what an endpoint waited for, or leaves it as it is
     */
    public Router(RouteTable routes, Cors cors, RequestCheck check, UnaryOperator<Throwable> failures) {
        this.routes = routes;
        this.cors = cors;
        this.check = check;
        this.failures = failures;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, FullHttpRequest request) {
        if (LingeringClose.isUnderWay(ctx.channel())) {
            return;
        }
        if (request.decoderResult().isFailure()) { // In the body: the head was checked before the body was read.
            refuse(
                    ctx,
                    request.headers(),
                    RequestFaults.of(request.decoderResult().cause()));
        } else {
            answer(ctx, request);
        }
    }

    private void answer(ChannelHandlerContext ctx, FullHttpRequest request) {
        Reply reply = new Reply(ctx, request, cors);
        try {
            check.check(request);
            RequestTarget target = RequestTarget.of(request);
            RouteTable.Match match = routes.find(target.rawPath());
            if (request.method().equals(HttpMethod.OPTIONS)) {
                reply.options(match.allow());
            } else {
                match.endpoint(request.method()).handle(exchange(ctx, request, reply, target, match));
            }
        } catch (RuntimeException | Error fault) {
            reply.fail(fault);
        }
    }

    private Exchange exchange(
            ChannelHandlerContext ctx,
            FullHttpRequest request,
            Reply reply,
            RequestTarget target,
            RouteTable.Match match) {
        Parameters parameters = new Parameters(match.parameters(), target.query());
        return new Exchange(ctx.channel(), request, reply, failures, match.pattern(), parameters);
    }

    /**
     * Whether the client is known to be allowed to send the body of a request.
     *
     * @throws Problem if the head alone is refused, for its host, its route or its credentials
     */
    boolean permitsBody(ChannelHandlerContext ctx, HttpRequest head) {
        check.check(head);
        RequestTarget target = RequestTarget.of(head);
        RouteTable.Match match = routes.find(target.rawPath());
        if (head.method().equals(HttpMethod.OPTIONS)) {
            return false;
        }
        FullHttpRequest request = new DefaultFullHttpRequest(
                head.protocolVersion(),
                head.method(),
                head.uri(),
                Unpooled.EMPTY_BUFFER,
                head.headers(),
                EmptyHttpHeaders.INSTANCE);
        Exchange exchange = exchange(ctx, request, new Reply(ctx, request, cors), target, match);
        return match.endpoint(head.method()).permitsBody(exchange);
    }

    /** Answers what cannot be read to its end and closes the connection. */
    void refuse(ChannelHandlerContext ctx, HttpHeaders request, Problem problem) {
        Reply.problemAndClose(ctx, request, cors, problem);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (cause instanceof IOException || cause instanceof PrematureChannelClosureException) {
            ctx.close(); // The client has left, perhaps in the middle of a request.
        } else if (cause instanceof DecoderException) {
            refuse(ctx, EmptyHttpHeaders.INSTANCE, RequestFaults.of(cause));
        } else {
            LOG.error("Closing a connection that failed: {}", ctx.channel(), cause);
            ctx.close();
        }
    }
}
