package io.ssegateway.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import org.jspecify.annotations.Nullable;

/** Puts a request and its body together; answers 413 to a body over the limit without reading it to the end. */
public final class RequestAggregator extends HttpObjectAggregator {
    private final Router router;

    /** An aggregator for bodies of at most {@code maxBodyBytes}; {@code router} answers larger ones. */
    public RequestAggregator(int maxBodyBytes, Router router) {
        super(maxBodyBytes);
        this.router = router;
    }

    @Override
    protected @Nullable Object newContinueResponse(HttpMessage start, int maxBodyBytes, ChannelPipeline pipeline) {
        // An announced body that is too large is not asked for: it gets the same 413 as one that just came.
        return isContentLengthInvalid(start, maxBodyBytes)
                ? null
                : super.newContinueResponse(start, maxBodyBytes, pipeline);
    }

    @Override
    protected void handleOversizedMessage(ChannelHandlerContext ctx, HttpMessage oversized) {
        router.refuse(
                ctx,
                oversized.headers(),
                new Problem(
                        HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE,
                        "The body is larger than " + maxContentLength() + " bytes (limits.max-body-bytes)."));
    }
}
