package io.ssegateway.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.FullHttpMessage;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.ssegateway.limit.BodyBudget;
import org.jspecify.annotations.Nullable;

/**
 * Puts a request and its body together. A body over the limit is answered with 413 without being read to its end, and one for
 * which there is no room beside all the others under way with 503.
 */
public final class RequestAggregator extends HttpObjectAggregator {
    private static final long RETRY_AFTER_SECONDS = 1;

    private final Router router;
    private final BodyBudget budget;
    /** What this connection's request has taken of the budget. */
    private long taken;

    /**
     * An aggregator for one connection.
     *
     * @param maxBodyBytes of one body
     * @param budget       for all bodies under way
     * @param router       answers what is refused here
     */
    public RequestAggregator(int maxBodyBytes, BodyBudget budget, Router router) {
        super(maxBodyBytes);
        this.budget = budget;
        this.router = router;
    }

    @Override
    protected @Nullable Object newContinueResponse(HttpMessage start, int maxBodyBytes, ChannelPipeline pipeline) {
        // A body that is refused anyway is not asked for: it gets the same answer as one that just came.
        return isContentLengthInvalid(start, maxBodyBytes)
                ? null
                : super.newContinueResponse(start, maxBodyBytes, pipeline);
    }

    /** Asked before the body is read, perhaps twice for one request: whether it is refused. */
    @Override
    protected boolean isContentLengthInvalid(HttpMessage start, int maxBodyBytes) {
        return super.isContentLengthInvalid(start, maxBodyBytes) || !takeRoom(announced(start, maxBodyBytes));
    }

    /** A chunked body may become as long as any. */
    private static long announced(HttpMessage start, int maxBodyBytes) {
        try {
            return HttpUtil.isTransferEncodingChunked(start) ? maxBodyBytes : HttpUtil.getContentLength(start, 0L);
        } catch (NumberFormatException e) {
            return 0; // The codec has marked the request as malformed, and the router answers it.
        }
    }

    private boolean takeRoom(long bytes) {
        if (taken == 0 && bytes > 0 && budget.tryTake(bytes)) {
            taken = bytes;
        }
        return taken >= bytes;
    }

    private void giveRoomBack() {
        budget.release(taken);
        taken = 0;
    }

    @Override
    protected void finishAggregation(FullHttpMessage aggregated) throws Exception {
        super.finishAggregation(aggregated);
        giveRoomBack();
    }

    @Override
    protected void handleOversizedMessage(ChannelHandlerContext ctx, HttpMessage refused) {
        boolean oversized = taken > 0 || super.isContentLengthInvalid(refused, maxContentLength());
        giveRoomBack();
        Problem problem = oversized
                ? new Problem(
                        HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE,
                        "The body is larger than " + maxContentLength() + " bytes (limits.max-body-bytes).")
                : Problem.unavailable(
                        "Too many large bodies are under way; send this one again later.", RETRY_AFTER_SECONDS);
        router.refuse(ctx, refused.headers(), problem);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) throws Exception {
        super.channelInactive(ctx);
        giveRoomBack();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) throws Exception {
        super.handlerRemoved(ctx);
        giveRoomBack();
    }
}
