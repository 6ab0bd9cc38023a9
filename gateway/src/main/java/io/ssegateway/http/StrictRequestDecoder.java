package io.ssegateway.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A decoder that accepts request lines strictly by RFC 9112, with one space between the words and the version in upper
 * case, and that limits the overhead of chunks. If it were lenient, a proxy in front might read a different request.
 */
class StrictRequestDecoder extends HttpRequestDecoder {
    private static final Pattern VERSION = Pattern.compile("HTTP/[0-9]\\.[0-9]");

    /** A chunk of one byte has 5 bytes of overhead; a client that sends few bytes at a time needs no more. */
    private static final int OVERHEAD_PER_BYTE = 16;

    private final int freeOverhead;
    /** Where the word before ended. */
    private int wordEnd;

    private boolean inBody;
    /** The bytes that this request's body has taken on the wire beyond its limit; negative as long as it is below. */
    private long overhead;

    StrictRequestDecoder(HttpDecoderConfig config) {
        super(config.clone().setHeadersFactory(RequestHeaders.FACTORY));
        this.freeOverhead = config.getMaxHeaderSize();
    }

    @Override
    protected String splitFirstWordInitialLine(byte[] line, int start, int length) {
        wordEnd = start + length;
        return super.splitFirstWordInitialLine(line, start, length);
    }

    @Override
    protected String splitSecondWordInitialLine(byte[] line, int start, int length) {
        checkBlank(line, start);
        wordEnd = start + length;
        return super.splitSecondWordInitialLine(line, start, length);
    }

    @Override
    protected String splitThirdWordInitialLine(byte[] line, int start, int length) {
        checkBlank(line, start);
        return super.splitThirdWordInitialLine(line, start, length);
    }

    private void checkBlank(byte[] line, int start) {
        if (start != wordEnd + 1 || line[wordEnd] != ' ') {
            throw Problem.badRequest(
                    "A request line must have one space between method and target, and one before the version.");
        }
    }

    @Override
    protected HttpMessage createMessage(String[] words) throws Exception {
        if (!VERSION.matcher(words[2]).matches()) {
            throw Problem.badRequest(
                    "A request line must end with the protocol; accepted: HTTP/1.1, HTTP/1.0, in upper case.");
        }
        return super.createMessage(words);
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) throws Exception {
        int readable = in.readableBytes();
        int before = out.size();
        boolean body = inBody;
        super.decode(ctx, in, out);
        long content = 0;
        for (int i = before; i < out.size(); i++) {
            Object part = out.get(i);
            if (part instanceof HttpRequest) {
                inBody = true;
                overhead = -freeOverhead;
            }
            if (part instanceof HttpContent bytes) {
                content += bytes.content().readableBytes();
            }
            if (part instanceof LastHttpContent) {
                inBody = false;
            }
        }
        if (body) {
            overhead += readable - in.readableBytes() - content * (1 + OVERHEAD_PER_BYTE);
            if (overhead > 0) {
                throw Problem.badRequest("The chunk extensions and trailers are far larger than the body.");
            }
        }
    }
}
