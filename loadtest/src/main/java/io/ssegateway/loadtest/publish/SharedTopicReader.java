package io.ssegateway.loadtest.publish;

import io.ssegateway.loadtest.client.DeliveryCheck;
import io.ssegateway.loadtest.client.Gap;
import io.ssegateway.loadtest.client.Message;
import io.ssegateway.loadtest.client.MessageFormat;
import io.ssegateway.loadtest.client.TalliedReader;
import io.ssegateway.loadtest.client.Tally;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Reads the messages of several publishers: those of each must come in their order, and those of all in the same order
 * to every reader.
 */
final class SharedTopicReader extends TalliedReader {

    private final DeliveryCheck[] checks;
    private long order;

    SharedTopicReader(MessageFormat format, int publishers, Tally tally) {
        super(format, tally);
        this.checks = Stream.generate(() -> new DeliveryCheck(Integer.MAX_VALUE))
                .limit(publishers)
                .toArray(DeliveryCheck[]::new);
    }

    /** The number under which the publisher's n-th message goes. */
    static int sequence(int publisher, int publishers, int n) {
        return Math.addExact(Math.multiplyExact(n, publishers), publisher);
    }

    @Override
    protected void message(Message message) {
        tally().delivered(System.nanoTime() - message.sentNanos());
        checks[message.sequence() % checks.length].received(message.sequence() / checks.length);
        order = order * 31 + message.sequence();
    }

    @Override
    public void closed(String reason) {
        super.closed(reason + "; " + Gap.TOO_SLOW);
    }

    /**
     * Messages that have not come; to be read when the stream is closed.
     *
     * @param published by each publisher
     */
    long missing(int[] published) {
        return IntStream.range(0, checks.length)
                .mapToLong(publisher -> checks[publisher].missing(published[publisher]))
                .sum();
    }

    long duplicated() {
        return Stream.of(checks).mapToLong(DeliveryCheck::duplicated).sum();
    }

    long outOfOrder() {
        return Stream.of(checks).mapToLong(DeliveryCheck::outOfOrder).sum();
    }

    /** Equal for two readers that got the same messages in the same order, and hardly ever for others. */
    long order() {
        return order;
    }
}
