package io.ssegateway.http;

import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import java.io.IOException;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/**
 * Finds the endpoint for a request and turns whatever goes wrong into an error answer. A client's fault is answered and not
 * logged; a fault of ours is logged and answered without its details. Shared by all connections of a listener.
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
        if (request.decoderResult().isFailure()) {
            Exchange.problemAndClose(ctx, malformed(request.decoderResult().cause()));
            return;
        }
        if (request.protocolVersion().equals(HttpVersion.HTTP_1_1)
                && request.headers().getAll(HttpHeaderNames.HOST).size() != 1) {
            Exchange.problemAndClose(ctx, Problem.badRequest("An HTTP/1.1 request has exactly one Host header."));
            return;
        }
        try {
            RequestTarget target = new RequestTarget(request.uri());
            RouteTable.Match match = routes.find(target.rawPath());
            Exchange exchange = new Exchange(ctx, request, cors, match, target);
            if (request.method().equals(HttpMethod.OPTIONS)) {
                exchange.options();
            } else {
                match.endpoint(request.method()).handle(exchange);
            }
        } catch (Problem problem) {
            Exchange.answerProblem(ctx, request, cors, problem);
        } catch (RuntimeException fault) {
            LOG.error("{} {} failed", request.method(), request.uri(), fault);
            Problem internal = new Problem(
                    HttpResponseStatus.INTERNAL_SERVER_ERROR, "The gateway failed to answer; its log tells why.");
            Exchange.answerProblem(ctx, request, cors, internal);
        }
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
        if (cause instanceof IOException) {
            ctx.close(); // The client has left.
        } else if (cause instanceof DecoderException) {
            Exchange.problemAndClose(ctx, malformed(cause));
        } else {
            LOG.error("A connection failed and is closed: {}", ctx.channel(), cause);
            ctx.close();
        }
    }
}
