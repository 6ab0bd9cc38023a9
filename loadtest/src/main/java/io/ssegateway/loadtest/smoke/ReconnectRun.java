package io.ssegateway.loadtest.smoke;

import io.netty.channel.EventLoopGroup;
import io.ssegateway.loadtest.client.Deliveries;
import io.ssegateway.loadtest.client.MessageFormat;
import io.ssegateway.loadtest.client.PacedPublisher;
import io.ssegateway.loadtest.client.PacedPublisher.Pace;
import io.ssegateway.loadtest.client.PublishConnection;
import io.ssegateway.loadtest.client.Streams;
import io.ssegateway.loadtest.client.Tally;
import io.ssegateway.loadtest.client.Target;
import io.ssegateway.loadtest.client.Transport;
import io.ssegateway.loadtest.client.UpdateBody;
import io.ssegateway.loadtest.report.Deadline;
import io.ssegateway.loadtest.report.Progress;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All streams are cut at once while messages are published, and all come back at once, some messages later, each with
 * the id of the last event that it got: over both connections each must get each message once, in order. Belongs to one
 * thread.
 */
final class ReconnectRun {

    private static final int RATE = 500;
    private static final int CONNECTS = 64;

    private final URI url;
    private final UpdateBody updates;
    private final int streams;
    private final int messages;
    private final Deadline deadline;
    private final EventLoopGroup publishLoop = Transport.eventLoops(1);

    /**
     * What a run came to.
     *
     * @param events that came over both connections, those of the client's own run or not
     * @param deliveries of messages
     */
    record Outcome(
            long events, Deliveries deliveries, @Nullable String fault) {}

    ReconnectRun(URI events, URI publish, int streams, int messages, Duration timeout) {
        String name = MessageFormat.newRun();
        this.updates = new UpdateBody(publish, "loadtest-" + name, new MessageFormat(name, 100));
        this.url = Target.with(events, "topic", updates.topic());
        this.streams = streams;
        this.messages = messages;
        this.deadline = new Deadline(timeout, Progress.silent());
    }

    Outcome run() throws InterruptedException, IOException {
        try {
            PublishConnection connection = PublishConnection.open(publishLoop, updates.url());
            return run(new PacedPublisher(
                    connection,
                    (sequence, sentNanos) -> updates.of(sequence, 1, 1, sentNanos),
                    Pace.openLoop(RATE),
                    0,
                    messages));
        } finally {
            Transport.shutDown(publishLoop);
        }
    }

    private Outcome run(PacedPublisher publisher) throws InterruptedException, IOException {
        Tally before = new Tally();
        List<ResumingReader> readers = Stream.generate(() -> new ResumingReader(updates.format(), messages, before))
                .limit(streams)
                .toList();
        Streams first = new Streams(url, readers, 1);
        try {
            first.open(CONNECTS);
            await("connect", () -> before.opened() + before.failed() == streams);
            publisher.start();
            await("publish", () -> publisher.published() >= messages / 3 || publisher.fault() != null);
        } finally {
            before.end();
            first.close();
        }
        await("publish", () -> publisher.published() >= 2 * messages / 3 || publisher.fault() != null);
        Tally after = new Tally();
        List<ResumingReader> resumed =
                readers.stream().map(reader -> reader.next(after)).toList();
        Streams second = new Streams(
                stream -> Target.with(
                        url,
                        "lastEventID",
                        Objects.requireNonNullElse(resumed.get(stream).lastEventId(), "earliest")),
                resumed,
                0,
                1);
        try {
            second.open(CONNECTS);
            await("resume", () -> after.done() == streams || publisher.fault() != null);
        } finally {
            after.end();
            second.close();
        }
        return new Outcome(
                before.deliveries() + before.otherEvents() + after.deliveries() + after.otherEvents(),
                Deliveries.of(
                        resumed.stream().map(ResumingReader::check).toList(),
                        messages,
                        before.deliveries() + after.deliveries()),
                Stream.of(before.firstFault(), after.firstFault(), publisher.fault())
                        .filter(Objects::nonNull)
                        .findFirst()
                        .orElse(null));
    }

    private void await(String what, BooleanSupplier done) throws InterruptedException, IOException {
        if (!deadline.await(what, () -> 0, 0, done)) {
            throw new IOException("the phase '" + what + "' did not end within " + deadline.timeoutSeconds() + " s");
        }
    }
}
