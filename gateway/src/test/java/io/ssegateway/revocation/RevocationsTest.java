package io.ssegateway.revocation;

import static io.ssegateway.testing.Logs.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ssegateway.auth.Grants;
import io.ssegateway.cluster.LocalTable;
import io.ssegateway.cluster.SharedTable;
import io.ssegateway.eventlog.Position;
import io.ssegateway.eventlog.Update;
import io.ssegateway.metrics.CloseReason;
import io.ssegateway.metrics.GatewayMetrics;
import io.ssegateway.protocol.sse.ServerSentEvent;
import io.ssegateway.revocation.Revocation.Kind;
import io.ssegateway.stream.StreamWriters;
import io.ssegateway.stream.Subscriber;
import io.ssegateway.testing.Core;
import io.ssegateway.testing.LocalConnections;
import io.ssegateway.testing.LocalConnections.Connection;
import io.ssegateway.testing.Logs;
import io.ssegateway.testing.TestClock;
import io.ssegateway.topic.AnyTopic;
import io.ssegateway.topic.Interest;
import io.ssegateway.topic.ReservedTopics;
import io.ssegateway.topic.Topic;
import io.ssegateway.topic.TopicMatchers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class RevocationsTest {
    private static final Topic A = new Topic("/a/1");
    private static final Interest IN_A = Interest.in(A);
    private static final Grants ALICE = grants("alice", "1");
    private static final Grants BOB = grants("bob", "2");

    private final AtomicLong clock = new AtomicLong(1_000_000);

    @AutoClose
    private final LocalConnections connections = new LocalConnections(2);

    private final Core core = Core.start(clock::get, GatewayMetrics.NONE);
    private final SharedTable table = new LocalTable(new TestClock(clock::get));

    @AutoClose("shutdownNow")
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();

    private final Revocations revocations = open(table);
    private final List<CloseReason> ended = Collections.synchronizedList(new ArrayList<>());

    private Revocations open(SharedTable from) {
        Revocations opened =
                new Revocations(core.log(), from, core.streams(), () -> Instant.ofEpochMilli(clock.get()), thread);
        opened.start();
        return opened;
    }

    private static Grants grants(String subject, String tokenId) {
        return new Grants(List.of(), List.of(AnyTopic.INSTANCE), null, null, subject, tokenId);
    }

    private Connection open(Grants grants, Interest interest) {
        Connection connection = connections.open();
        core.streams()
                .add(new Subscriber(
                        StreamWriters.http1(connection.channel(), false),
                        "/events",
                        interest,
                        grants,
                        Duration.ZERO,
                        ended::add));
        connections.settle();
        return connection;
    }

    private Revocation revocation(Kind kind, String value) {
        return new Revocation(kind, value, Instant.ofEpochMilli(clock.get() + 100));
    }

    private void revoke(Kind kind, String value) {
        await(revocations.revoke(revocation(kind, value)));
    }

    private void awaitOpen(Connection... open) {
        await().until(() -> core.streams().size() == open.length);
        for (Connection connection : open) {
            assertThat(core.streams().contains(connection.channel())).isTrue();
        }
    }

    @Test
    void shouldEndTheStreamsOfASubjectAndKeepItOut() {
        open(ALICE, IN_A);
        open(ALICE, Interest.NONE);
        Connection other = open(BOB, IN_A);
        Connection anonymous = open(Grants.ANONYMOUS, IN_A);
        revoke(Kind.SUB, "alice");

        awaitOpen(other, anonymous);
        await().until(() -> ended.size() == 2);
        assertThat(ended).containsOnly(CloseReason.REVOKED);
        assertThat(revocations.isRevoked(ALICE)).isTrue();
        assertThat(revocations.isRevoked(ALICE, IN_A)).isTrue();
        assertThat(revocations.isRevoked(BOB)).isFalse();
        assertThat(revocations.isRevoked(Grants.ANONYMOUS, IN_A)).isFalse();
    }

    @Test
    void shouldEndTheStreamsOfOneToken() {
        open(ALICE, IN_A);
        Connection sameSubject = open(grants("alice", "3"), IN_A);
        Connection subjectLikeTheToken = open(grants("1", "4"), IN_A);
        revoke(Kind.JTI, "1");

        awaitOpen(sameSubject, subjectLikeTheToken);
    }

    @Test
    void shouldEndTheStreamsOfATopicButLetPublish() {
        open(ALICE, Interest.in(new Topic("/b"), A));
        open(Grants.ANONYMOUS, IN_A);
        Connection other = open(ALICE, Interest.in(new Topic("/b")));
        Connection all = open(ALICE, new Interest(List.of(AnyTopic.INSTANCE)));
        revoke(Kind.TOPIC, "/a/1");

        awaitOpen(other, all);
        assertThat(revocations.isRevoked(ALICE)).isFalse();
        assertThat(revocations.isRevoked(ALICE, IN_A)).isTrue();
    }

    @Test
    void shouldLetInAgainWhenItIsOver() {
        revoke(Kind.SUB, "alice");
        revoke(Kind.TOPIC, "/a/1");
        clock.addAndGet(99);
        assertThat(revocations.isRevoked(ALICE)).isTrue();
        assertThat(revocations.all()).hasSize(2);
        clock.addAndGet(1);

        assertThat(revocations.isRevoked(ALICE)).isFalse();
        assertThat(revocations.isRevoked(ALICE, IN_A)).isFalse();
        assertThat(revocations.all()).isEmpty();
    }

    @Test
    void shouldLetInAgainWhenItIsLifted() {
        revoke(Kind.SUB, "alice");

        assertThat(await(revocations.lift("sub:alice"))).isTrue();
        assertThat(revocations.isRevoked(ALICE)).isFalse();
        assertThat(await(revocations.lift("sub:alice"))).isFalse();
        assertThat(await(revocations.lift("nonsense"))).isFalse();
    }

    @Test
    void shouldTakeTheLastOfOneKey() {
        revoke(Kind.SUB, "alice");
        Revocation longer = new Revocation(Kind.SUB, "alice", Instant.ofEpochMilli(clock.get() + 200));
        await(revocations.revoke(longer));
        clock.addAndGet(150);

        assertThat(revocations.all()).containsExactly(longer);
        assertThat(revocations.isRevoked(ALICE)).isTrue();
    }

    @Test
    void shouldReachOtherNodesByTheLog() {
        Revocations other = open(table);
        revoke(Kind.SUB, "alice");
        await().until(() -> other.isRevoked(ALICE));

        await(revocations.lift("sub:alice"));
        await().until(() -> !other.isRevoked(ALICE));
    }

    @Test
    void shouldKnowWhatWasRevokedBeforeItStarted() {
        Connection stream = open(ALICE, IN_A);
        awaitOpen(stream);
        await(table.put("sub:alice", "9999-12-31T23:59:59.999Z", null));
        Revocations started = open(table);

        await().until(() -> started.isRevoked(ALICE));
        awaitOpen();
    }

    @Test
    void shouldEndAStreamThatHasOpenedMeanwhile() {
        revoke(Kind.SUB, "alice");
        Connection late = open(ALICE, IN_A);
        Connection other = open(BOB, IN_A);
        core.streams().subscribers().forEach(revocations::recheck);

        awaitOpen(other);
        assertThat(core.streams().contains(late.channel())).isFalse();
    }

    @Test
    void shouldPassOverWhatNoGatewayHasPut() {
        await(table.put("sub:x", "tomorrow", null));
        await(table.put("what", "9999-12-31T23:59:59.999Z", null));
        await(table.put("topic:", "9999-12-31T23:59:59.999Z", null));
        revoke(Kind.SUB, "alice");

        assertThat(revocations.all()).extracting(Revocation::key).containsExactly("sub:alice");
    }

    @Test
    void shouldTellNobodyWhatGatewaysTellEachOther() {
        Interest everything = new Interest(List.of(AnyTopic.INSTANCE), List.of(AnyTopic.INSTANCE));
        Interest reserved = new Interest(
                Interest.in(ReservedTopics.REVOCATIONS).topics().stream()
                        .map(topic -> TopicMatchers.of(topic.name()))
                        .toList(),
                List.of(AnyTopic.INSTANCE));
        Connection stream = open(ALICE, everything);
        Connection curious = open(ALICE, reserved);
        revoke(Kind.SUB, "bob");
        await(core.log().append(new Update(List.of(A), ServerSentEvent.data("after"), true)));

        await().until(() -> stream.text().contains("data: after"));
        assertThat(stream.text()).doesNotContain("changed");
        assertThat(curious.text()).doesNotContain("changed");
        assertThat(Logs.data(Logs.read(core.log(), Position.ORIGIN, everything).entries()))
                .containsExactly("after");
    }

    @Test
    void shouldGoOnWithWhatItKnowsAndReadAgainWhenTheTableIsBack() {
        AtomicBoolean away = new AtomicBoolean(true);
        Revocations other = open(new SharedTable() {
            @Override
            public CompletionStage<Void> put(String key, String value, @Nullable Instant until) {
                return table.put(key, value, until);
            }

            @Override
            public CompletionStage<Boolean> remove(String key) {
                return table.remove(key);
            }

            @Override
            public CompletionStage<Map<String, String>> all() {
                return away.get() ? CompletableFuture.failedStage(new IllegalStateException("away")) : table.all();
            }
        });
        revoke(Kind.SUB, "alice");
        assertThat(other.revoke(revocation(Kind.SUB, "bob")).toCompletableFuture())
                .failsWithin(Duration.ofSeconds(30));
        assertThat(other.isRevoked(ALICE)).isFalse();
        away.set(false);

        await().until(() -> other.isRevoked(ALICE) && other.isRevoked(BOB));
    }

    /** Of two reads at the same time the older answer could come last. */
    @Test
    void shouldReadOnceAtATimeAndAgainForWhoeverAskedMeanwhile() {
        List<CompletableFuture<Map<String, String>>> reads = Collections.synchronizedList(new ArrayList<>());
        List<Map<String, String>> used = Collections.synchronizedList(new ArrayList<>());
        SingleFlight load = new SingleFlight(
                () -> {
                    CompletableFuture<Map<String, String>> read = new CompletableFuture<>();
                    reads.add(read);
                    return read;
                },
                used::add,
                thread);
        CompletableFuture<Void> first = load.start();
        await().until(() -> reads.size() == 1);
        CompletableFuture<Void> second = load.start();
        CompletableFuture<Void> third = load.start();
        reads.get(0).complete(Map.of("a", "1"));
        await(first);
        await().until(() -> reads.size() == 2);
        assertThat(second).isNotDone();
        reads.get(1).complete(Map.of("a", "2"));
        await(second);
        await(third);

        assertThat(reads).hasSize(2);
        assertThat(used).containsExactly(Map.of("a", "1"), Map.of("a", "2"));
    }
}
