package io.ssegateway.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.ssegateway.config.LogConfig;
import io.ssegateway.config.LogTopicConfig;
import io.ssegateway.config.LogType;
import io.ssegateway.config.load.ConfigLoader;
import io.ssegateway.eventlog.Appended;
import io.ssegateway.eventlog.Entry;
import io.ssegateway.eventlog.EventLog;
import io.ssegateway.eventlog.LogTail;
import io.ssegateway.eventlog.Page;
import io.ssegateway.eventlog.Position;
import io.ssegateway.eventlog.Update;
import io.ssegateway.protocol.sse.ServerSentEvent;
import io.ssegateway.topic.AnyTopic;
import io.ssegateway.topic.Interest;
import io.ssegateway.topic.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** What the tests of event logs share. */
public final class Logs {
    public static final Topic A = new Topic("/a/1");
    public static final Topic B = new Topic("/b/1");
    public static final Topic C = new Topic("/c/1");

    /** Asks for everything, and may have it. */
    public static final Interest PRIVATE_TOO = new Interest(List.of(AnyTopic.INSTANCE), List.of(AnyTopic.INSTANCE));

    /** Asks for everything that is public. */
    public static final Interest ALL = new Interest(List.of(AnyTopic.INSTANCE));

    /** More than any test publishes. */
    public static final int PLENTY = 1_000_000;

    private Logs() {}

    /** Bounds that no test reaches. */
    public static LogConfig unbounded(LogTopicConfig... topics) {
        return config(PLENTY, 0, Duration.ZERO, topics);
    }

    public static LogConfig config(int maxEvents, int maxBytes, Duration maxAge, LogTopicConfig... topics) {
        return new LogConfig(
                LogType.MEMORY,
                maxEvents,
                maxBytes,
                maxAge,
                16,
                0,
                List.of(topics),
                ConfigLoader.defaults().log().sqlite(),
                ConfigLoader.defaults().log().redis());
    }

    /** For the topics with a prefix: updates, and all else as in general. */
    public static LogTopicConfig events(String prefix, int maxEvents) {
        return new LogTopicConfig(prefix, maxEvents, 0, Duration.ZERO);
    }

    public static Update update(@Nullable String id, String data, Topic... topics) {
        return new Update(
                List.of(topics), ServerSentEvent.builder().id(id).data(data).build());
    }

    public static Update privateUpdate(String data, Topic... topics) {
        return new Update(List.of(topics), ServerSentEvent.data(data), true);
    }

    public static Position append(EventLog log, Topic... topics) {
        return await(log.append(update(null, "x", topics))).position();
    }

    public static Appended appendWithId(EventLog log, String id, Topic... topics) {
        return await(log.append(update(id, "x", topics)));
    }

    public static Page read(EventLog log, Position after, Interest interest) {
        return await(log.read(after, interest, PLENTY));
    }

    /** Reads to the end, page by page. */
    public static List<Entry> readAll(EventLog log, Position after, Interest interest, int limit) {
        List<Entry> entries = new ArrayList<>();
        Position from = after;
        while (true) {
            Page page = await(log.read(from, interest, limit));
            if (page.entries().size() > limit || from.isAfter(page.through())) {
                throw new AssertionError("after " + from + " at most " + limit + ": " + page);
            }
            if (page.through().equals(from)) {
                return entries;
            }
            entries.addAll(page.entries());
            from = page.through();
        }
    }

    public static List<Position> positions(List<Entry> entries) {
        return entries.stream().map(Entry::position).toList();
    }

    /** The data of updates, which tells them apart. */
    public static List<@Nullable String> data(List<Entry> entries) {
        List<@Nullable String> data = new ArrayList<>();
        entries.forEach(entry -> data.add(entry.update().event().data()));
        return data;
    }

    /** Has a listener told the log's tail; answers where that begins. */
    public static Position tail(EventLog log, Consumer<Entry> listener) {
        AtomicReference<Position> begin = new AtomicReference<>();
        log.tail(new LogTail() {
            @Override
            public void begin(Position newest) {
                begin.set(newest);
            }

            @Override
            public void appended(Entry entry) {
                listener.accept(entry);
            }
        });
        return Objects.requireNonNull(begin.get());
    }

    public static <T> T await(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().get(30, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError(e);
        }
    }

    /**
     * Waits until the log has so much: what is too old is gone for readers at once, but one may drop it a moment later.
     */
    public static void awaitSize(EventLog log, EventLog.Size size) {
        if (!log.size().equals(size)) {
            Awaitility.await()
                    .pollInterval(Duration.ofMillis(1))
                    .untilAsserted(() -> assertThat(log.size()).isEqualTo(size));
        }
    }

    /** Runs the tasks, each on a thread of its own, all at once; what one of them throws fails the test. */
    public static void together(List<Callable<?>> tasks) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(tasks.size());
        try {
            CyclicBarrier start = new CyclicBarrier(tasks.size());
            List<Future<?>> results = new ArrayList<>();
            for (Callable<?> task : tasks) {
                results.add(threads.submit(() -> {
                    start.await(30, TimeUnit.SECONDS);
                    return task.call();
                }));
            }
            for (Future<?> result : results) {
                result.get(60, TimeUnit.SECONDS);
            }
        } finally {
            threads.shutdownNow();
        }
    }
}
