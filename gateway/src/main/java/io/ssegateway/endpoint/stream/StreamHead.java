package io.ssegateway.endpoint.stream;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import io.ssegateway.stream.FirstBlock;
import java.nio.charset.StandardCharsets;

/**
 * The special parts of a stream's beginning.
 *
 * @param headers further headers of the answer, or replacements for those of every stream
 * @param comment whether a comment comes first, which clients ignore: it shows at once that nothing buffers the stream
 * @param first the block that follows, if the stream has topics
 */
public record StreamHead(HttpHeaders headers, boolean comment, FirstBlock first) {

    /** Nothing is special. */
    public static final StreamHead PLAIN = new StreamHead(EmptyHttpHeaders.INSTANCE, false, FirstBlock.NONE);

    private static final byte[] COMMENT = ":\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] COMMENT_CHUNK = "2\r\n:\n\r\n".getBytes(StandardCharsets.US_ASCII);

    /** A comment as the client takes it. */
    static ByteBuf comment(boolean chunked) {
        return Unpooled.wrappedBuffer(chunked ? COMMENT_CHUNK : COMMENT);
    }
}
