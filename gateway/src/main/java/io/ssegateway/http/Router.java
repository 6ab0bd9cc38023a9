package io.ssegateway.http;

import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.PrematureChannelClosureException;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import java.io.IOException;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Finds the endpoint for a request and turns whatever goes wrong into an error answer. Shared by all connections of a listener.
 */
@Sharable
public final class Router extends SimpleChannelInboundHandler<FullHttpRequest> {
    private static final Logger LOG = LogManager.getLogger();

    private final RouteTable routes;
    private final Cors cors;

    /** A router for one listener. */
    public Router(RouteTable routes, Cors cors) {
        this.routes = routes;
        this.cors = cors;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, FullHttpRequest request) {
        if (LingeringClose.isUnderWay(ctx.channel())) {
            return;
        }
        Problem fault = fault(request);
        if (fault == null) {
            answer(ctx, request);
        } else {
            refuse(ctx, request.headers(), fault);
        }
    }

    private static @Nullable Problem fault(FullHttpRequest request) {
        if (request.decoderResult().isFailure()) {
            return malformed(request.decoderResult().cause());
        }
        HttpVersion version = request.protocolVersion();
        if (!version.protocolName().equals("HTTP") || version.majorVersion() != 1) {
            return Problem.badRequest("The protocol " + version + " is not spoken here; accepted: HTTP/1.1, HTTP/1.0.");
        }
        int hosts = request.headers().getAll(HttpHeaderNames.HOST).size();
        if (hosts > 1 || (hosts == 0 && version.minorVersion() > 0)) {
            return Problem.badRequest("An HTTP/1.1 request has exactly one Host header.");
        }
        return null;
    }

    private void answer(ChannelHandlerContext ctx, FullHttpRequest request) {
        try {
            RequestTarget target = new RequestTarget(request.uri());
            RouteTable.Match match = routes.find(target.rawPath());
            Exchange exchange = new Exchange(ctx, request, cors, match, target);
            if (request.method().equals(HttpMethod.OPTIONS)) {
                exchange.options();
            } else {
                match.endpoint(request.method()).handle(exchange);
            }
        } catch (RuntimeException fault) {
            Exchange.fail(ctx, request, cors, fault);
        }
    }

    /** Answers what cannot be read to its end and closes the connection. */
    void refuse(ChannelHandlerContext ctx, HttpHeaders request, Problem problem) {
        Exchange.problemAndClose(ctx, request, cors, problem);
    }

    private static Problem malformed(Throwable cause) {
        if (cause instanceof TooLongHttpLineException) {
            return new Problem(
                    HttpResponseStatus.REQUEST_URI_TOO_LONG,
                    "The request line is longer than limits.max-request-line-bytes allows.");
        }
        if (cause instanceof TooLongHttpHeaderException) {
            return new Problem(
                    HttpResponseStatus.REQUEST_HEADER_FIELDS_TOO_LARGE,
                    "The header lines are longer than limits.max-header-bytes allows.");
        }
        return Problem.badRequest("This is not a valid HTTP/1.1 request.");
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (cause instanceof IOException || cause instanceof PrematureChannelClosureException) {
            ctx.close(); // The client has left, perhaps in the middle of a request.
        } else if (cause instanceof DecoderException) {
            refuse(ctx, EmptyHttpHeaders.INSTANCE, malformed(cause));
        } else {
            LOG.error("A connection failed and is closed: {}", ctx.channel(), cause);
            ctx.close();
        }
    }
}
