package io.ssegateway.http;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.FullHttpMessage;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.ssegateway.limit.BodyBudget;
import io.ssegateway.limit.ClientAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Puts a request and its body together. A request that is rejected for its head, for a body over the limit, or because
 * all bodies in progress are too large together, is answered before its body is read, and the connection ends with that
 * answer: what follows is the body, which an attacker could have made look like a request. So every answer before a
 * body's end goes through {@link #handleOversizedMessage}, and nothing resets the decoder in the middle of a body.
 */
public final class RequestAggregator extends HttpObjectAggregator {
    private static final long RETRY_AFTER_SECONDS = 1;

    private static final FullHttpResponse CONTINUE =
            new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE, Unpooled.EMPTY_BUFFER);

    private static final int FREE_PIECES = 16_384;
    private static final int FEWEST_BYTES_OF_A_PIECE = 16;
    private final Router router;
    private final BodyBudget budget;
    /** The bytes of the budget that this connection's request has taken. */
    private long taken;
    /** Whether its client is known to be allowed to send its body. */
    private boolean isKnown;

    private long client;
    private boolean chunked;
    /** Pieces and bytes of a chunked body that have come. */
    private int pieces;

    private long arrived;
    /** Why the request whose head came last gets its answer at once; null if its body is read. */
    private @Nullable Problem refusal;

    /**
     * An aggregator for one connection.
     *
     * @param maxBodyBytes of one body
     * @param budget for all bodies in progress
     * @param router answers requests that are rejected here
     */
    public RequestAggregator(int maxBodyBytes, BodyBudget budget, Router router) {
        super(maxBodyBytes);
        this.budget = budget;
        this.router = router;
    }

    /**
     * Comes first of all, once for each head. The superclass would answer 413 and 417 by itself and have the decoder
     * take the body for the next request.
     */
    @Override
    protected @Nullable Object newContinueResponse(HttpMessage start, int maxBodyBytes, ChannelPipeline pipeline) {
        HttpRequest head = (HttpRequest) start;
        refusal = refusal(head, maxBodyBytes, pipeline);
        if (refusal != null || !HttpUtil.is100ContinueExpected(head)) {
            return null;
        }
        head.headers().remove(HttpHeaderNames.EXPECT);
        return CONTINUE.retainedDuplicate();
    }

    private @Nullable Problem refusal(HttpRequest head, int maxBodyBytes, ChannelPipeline pipeline) {
        Problem fault = RequestFaults.of(head);
        if (fault != null) {
            return fault;
        }
        boolean chunked = HttpUtil.isTransferEncodingChunked(head);
        // A chunked body may become as long as any.
        long announced = chunked ? maxBodyBytes : HttpUtil.getContentLength(head, 0L);
        if (announced > maxBodyBytes) {
            return tooLarge();
        }
        isKnown = false;
        if (!BodyBudget.isSmall(announced)) {
            try {
                isKnown = router.permitsBody(pipeline.context(router), head);
            } catch (Problem problem) {
                return problem;
            }
            client = ClientAddress.key(pipeline.channel().remoteAddress());
        }
        return takeRoom(announced)
                ? null
                : Problem.unavailable(
                        "Too many large bodies are being received; send this one again later.", RETRY_AFTER_SECONDS);
    }

    private Problem tooLarge() {
        return new Problem(
                HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE,
                "The body is larger than " + maxContentLength() + " bytes (limits.max-body-bytes).");
    }

    /** Whether the head, which {@link #newContinueResponse} has just seen, is all that is read of the request. */
    @Override
    protected boolean isContentLengthInvalid(HttpMessage start, int maxBodyBytes) {
        return refusal != null;
    }

    private boolean takeRoom(long bytes) {
        if (bytes > 0 && budget.tryTake(client, bytes, isKnown)) {
            taken = bytes;
        }
        return taken >= bytes;
    }

    private void giveRoomBack() {
        if (taken > 0) {
            budget.release(client, taken, isKnown);
            taken = 0;
        }
    }

    @Override
    protected void finishAggregation(FullHttpMessage aggregated) throws Exception {
        super.finishAggregation(aggregated);
        giveRoomBack();
    }

    /**
     * Counts the pieces of a chunked body. Each costs about as much as a small request, whatever is in it: a body of
     * one-byte chunks would cost two seconds for each MiB.
     */
    @Override
    protected void decode(ChannelHandlerContext ctx, HttpObject message, List<Object> out) throws Exception {
        if (message instanceof HttpRequest head) {
            chunked = HttpUtil.isTransferEncodingChunked(head);
            pieces = 0;
            arrived = 0;
        }
        if (chunked && message instanceof HttpContent content) {
            pieces++;
            arrived += content.content().readableBytes();
            if (pieces > FREE_PIECES + arrived / FEWEST_BYTES_OF_A_PIECE) {
                if (!LingeringClose.isUnderWay(ctx.channel())) {
                    giveRoomBack();
                    router.refuse(ctx, EmptyHttpHeaders.INSTANCE, tinyPieces());
                }
                return;
            }
        }
        super.decode(ctx, message, out);
    }

    private static Problem tinyPieces() {
        return Problem.badRequest("The body comes in too many too small chunks; accepted: " + FREE_PIECES
                + ", and one more for each " + FEWEST_BYTES_OF_A_PIECE + " bytes.");
    }

    /** Answers a request whose body is not read to its end. */
    @Override
    protected void handleOversizedMessage(ChannelHandlerContext ctx, HttpMessage refused) {
        giveRoomBack();
        router.refuse(ctx, refused.headers(), refusal == null ? tooLarge() : refusal);
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
