package io.ssegateway.server;

import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.ssegateway.config.LimitsConfig;
import io.ssegateway.http.RequestAggregator;
import io.ssegateway.http.RequestTimeout;
import io.ssegateway.http.Router;
import io.ssegateway.http.SequentialHttpCodec;
import io.ssegateway.limit.BodyBudget;

/** HTTP/1.1 as a list of handlers, from the socket inwards. An open stream leaves all of them. */
final class HttpPipeline {
    /**
     * Netty may take as much memory outside the heap as the heap's maximum: a quarter of it is for bodies in progress.
     */
    private static final int BODIES_PART_OF_MEMORY = 4;
    /** Of them, for the bodies of one client of whom it is not known that it may send them. */
    private static final int PART_OF_A_CLIENT = 4;

    private final LimitsConfig limits;
    private final BodyBudget bodies;
    private final HttpDecoderConfig decoder;
    private final Router router;

    HttpPipeline(LimitsConfig limits, Router router) {
        this.limits = limits;
        long memory = Math.max(limits.maxBodyBytes(), Runtime.getRuntime().maxMemory() / BODIES_PART_OF_MEMORY);
        this.bodies = new BodyBudget(memory, Math.max(limits.maxBodyBytes(), memory / PART_OF_A_CLIENT));
        this.router = router;
        this.decoder = new HttpDecoderConfig()
                .setMaxInitialLineLength(limits.maxRequestLineBytes())
                .setMaxHeaderSize(limits.maxHeaderBytes())
                // A proxy in front must not read a different request than the gateway (request smuggling).
                .setStrictLineParsing(true)
                .setUseRfc9112TransferEncoding(true);
    }

    void addTo(ChannelPipeline pipeline) {
        pipeline.addLast("request-timeout", new RequestTimeout(limits.requestTimeout(), limits.keepAliveTimeout()));
        pipeline.addLast("http-codec", new SequentialHttpCodec(decoder));
        pipeline.addLast("aggregator", new RequestAggregator(limits.maxBodyBytes(), bodies, router));
        pipeline.addLast("router", router);
    }
}
