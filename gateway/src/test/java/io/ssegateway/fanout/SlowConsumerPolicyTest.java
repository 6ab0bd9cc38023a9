package io.ssegateway.fanout;

import static io.ssegateway.config.SlowConsumerPolicy.DISCONNECT;
import static io.ssegateway.config.SlowConsumerPolicy.LATEST;
import static io.ssegateway.config.SlowConsumerPolicy.SKIP;
import static org.assertj.core.api.Assertions.assertThat;

import io.ssegateway.config.SlowConsumerPolicy;
import io.ssegateway.eventlog.Entry;
import io.ssegateway.eventlog.Position;
import io.ssegateway.fanout.Streams.Stream;
import io.ssegateway.metrics.CloseReason;
import io.ssegateway.metrics.GapReason;
import io.ssegateway.stream.Cursor;
import io.ssegateway.stream.ResumePoint;
import io.ssegateway.testing.Logs;
import io.ssegateway.topic.ExactTopic;
import io.ssegateway.topic.Interest;
import io.ssegateway.topic.Topic;
import java.time.Duration;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What becomes of a stream whose socket takes nothing, or less than is published. */
class SlowConsumerPolicyTest {
    private static final Topic A = Logs.A;
    private static final Topic B = Logs.B;
    private static final Topic C = Logs.C;
    private static final String LARGE = "x".repeat(3_000);
    private static final Duration AGE = Duration.ofSeconds(30);
    private static final Duration SECOND = Duration.ofSeconds(1);

    @AutoClose
    private OneShard one = new OneShard();

    private Stuck socket = new Stuck();

    /** A stream that has got its begin and an update, and whose socket is full since then. */
    private Stream stuck(int ringSize, SlowConsumerPolicy policy, int maxLagBytes, Topic... topics) {
        one.close();
        one = new OneShard(ringSize, Settings.slow(policy, maxLagBytes, AGE));
        socket = new Stuck();
        Stream stream = one.join(ResumePoint.LIVE, Interest.in(topics), Duration.ZERO, true, socket);
        socket.readOnce(stream.channel());
        one.publish(LARGE, topics[0]);
        one.publish(LARGE, topics[0]);
        assertThat(one.shard.status(stream.subscriber()).state()).isEqualTo("lagging");
        return stream;
    }

    private static void check(Stream stream) {
        Cursor catchUp = stream.subscriber().cursor();
        if (catchUp != null) {
            catchUp.checkBudget();
        }
    }

    private List<Block> read(Stream stream) {
        socket.read(stream.channel());
        one.streams.run();
        List<Block> blocks = stream.blocks();
        return blocks.stream().filter(block -> block.data() != null).toList();
    }

    @ParameterizedTest
    @EnumSource(SlowConsumerPolicy.class)
    void shouldDoNothingWithinTheBudget(SlowConsumerPolicy policy) {
        Stream stream = stuck(1024, policy, 50_000, A);
        for (int i = 0; i < 10; i++) {
            one.publish(LARGE, A);
        }
        one.streams.advance(AGE.minusSeconds(1), SECOND);
        check(stream);

        assertThat(read(stream)).extracting(Block::data).hasSize(12).containsOnly(LARGE);
        assertThat(stream.closed()).isEmpty();
        assertThat(one.metrics.gaps).isEmpty();
        assertThat(one.metrics.lagging).hasValue(0);
    }

    @Test
    void shouldDisconnectOneThatIsTooManyBytesBehind() {
        Stream stream = stuck(1024, DISCONNECT, 20_000, A);
        Stream healthy = one.join(A);
        for (int i = 0; i < 6; i++) {
            one.publish(LARGE, B);
        }
        check(stream);
        assertThat(stream.closed()).isEmpty();

        one.publish(LARGE, B);
        check(stream);

        assertThat(stream.closed()).containsExactly(CloseReason.SLOW_CONSUMER);
        assertThat(healthy.closed()).isEmpty();
        assertThat(one.metrics.lagging).hasValue(0);
    }

    @Test
    void shouldDisconnectOneThatTakesNothingForTooLong() {
        Stream stream = stuck(1024, DISCONNECT, 1 << 20, A);
        one.streams.advance(AGE, SECOND);
        check(stream);
        assertThat(stream.closed()).isEmpty();

        one.streams.advance(SECOND, SECOND);
        check(stream);
        assertThat(stream.closed()).containsExactly(CloseReason.SLOW_CONSUMER);
    }

    @Test
    void shouldNotDisconnectOneThatComesNearerInCutWrites() {
        one.close();
        one = new OneShard(1024, Settings.slow(DISCONNECT, 20_000, AGE));
        Position birth = one.ring.newest();
        for (int i = 0; i < 60; i++) {
            one.append(LARGE, A);
        }
        Stream stream =
                one.join(ResumePoint.after(birth, birth.toString()), Interest.in(A), Duration.ZERO, true, socket);
        // Never a write that the socket takes whole; yet two frames are read for each that is published.
        for (int i = 0; i < 40; i++) {
            for (int flush = 0; flush < 2; flush++) {
                socket.readOnce(stream.channel());
                one.streams.run();
            }
            assertThat(stream.subscriber().cursor()).isNotNull();
            one.publish(LARGE, A);
            check(stream);
        }

        assertThat(stream.closed()).isEmpty();
        assertThat(read(stream)).hasSize(100);
    }

    @Test
    void shouldSkipToTheNewestAndTellHowManyAreMissed() {
        Stream stream = stuck(1024, SKIP, 10_000, A);
        for (int i = 0; i < 10; i++) {
            one.publish(i + LARGE, A);
            one.publish(i + LARGE, B);
        }
        check(stream);
        assertThat(stream.closed()).isEmpty();
        Position cursor = one.record.get(1).position();
        Position before = one.record.get(19).position();
        List<Block> blocks = read(stream);

        assertThat(blocks).hasSize(4);
        assertThat(blocks.get(2))
                .isEqualTo(new Block(
                        before.toString(),
                        "gap",
                        "{\"reason\":\"skipped\",\"requested\":\"%s\",\"resumedFrom\":\"%s\",\"missed\":9}"
                                .formatted(cursor, before)));
        assertThat(blocks.get(3).data()).startsWith("9x");
        assertThat(one.metrics.gaps).containsExactly(GapReason.SKIPPED);

        one.publish("live", A);
        assertThat(stream.data()).containsExactly("live");
        assertThat(one.metrics.lagging).hasValue(0);
    }

    @Test
    void shouldNotTellAGapWhereNothingIsPassedOver() {
        Stream stream = stuck(1024, SKIP, 10_000, A);
        for (int i = 0; i < 10; i++) {
            one.publish(LARGE, B);
        }
        one.publish("only", A);

        assertThat(read(stream)).extracting(Block::data).containsExactly(LARGE, LARGE, "only");
        assertThat(one.metrics.gaps).isEmpty();
    }

    @Test
    void shouldSkipAlsoWhatTheRingHasForgotten() {
        Stream stream = stuck(4, SKIP, 10_000, A);
        for (int i = 0; i < 10; i++) {
            one.publish(i + LARGE, A);
        }
        List<Block> blocks = read(stream);

        assertThat(blocks).hasSize(4);
        assertThat(blocks.get(2).data()).contains("skipped").doesNotContain("missed");
        assertThat(blocks.get(3).data()).startsWith("9x");
    }

    @Test
    void shouldSendTheLatestOfEachTopicInLogOrder() {
        Stream stream = stuck(8, LATEST, 10_000, A, B, C);
        one.publish("c" + LARGE, C);
        for (int i = 0; i < 20; i++) {
            one.publish(i + LARGE, A);
            one.publish(i + LARGE, B);
        }
        one.publish("end", A);
        List<Block> blocks = read(stream);

        assertThat(blocks.subList(2, blocks.size()))
                .extracting(Block::data)
                .containsExactly("c" + LARGE, "19" + LARGE, "end");
        assertThat(blocks).noneMatch(Block::isGap);
        one.publish("live", B);
        assertThat(stream.data()).containsExactly("live");
        assertThat(one.metrics.lagging).hasValue(0);
    }

    /** A socket that opens and fills at random; small budgets, so that the policy comes in again and again. */
    @Property(tries = 300)
    void shouldGiveAnAccountOfEverythingWhateverTheSocketDoes(
            @ForAll SlowConsumerPolicy policy,
            @ForAll @IntRange(min = 2, max = 64) int ringSize,
            @ForAll @IntRange(min = 1, max = 20_000) int maxLagBytes,
            @ForAll @Size(max = 80) List<@IntRange(max = 9) Integer> steps,
            @ForAll @Size(min = 80, max = 80) List<@IntRange(max = 9_000) Integer> lengths) {
        try (OneShard shard = new OneShard(ringSize, Settings.slow(policy, maxLagBytes, AGE))) {
            Stuck narrow = new Stuck();
            Interest interest = new Interest(List.of(new ExactTopic(A), new ExactTopic(B)), List.of(new ExactTopic(B)));
            Stream stream = shard.join(ResumePoint.LIVE, interest, Duration.ZERO, true, narrow);
            for (int i = 0; i < steps.size(); i++) {
                switch (steps.get(i)) {
                    case 0 -> narrow.read(stream.channel());
                    case 1, 2 -> narrow.readOnce(stream.channel());
                    case 3 -> shard.streams.run();
                    case 4 -> shard.streams.advance(AGE, Duration.ofSeconds(10));
                    case 5 -> check(stream);
                    case 6 -> narrow.stop();
                    default -> {
                        String data = i + "x".repeat(lengths.get(i));
                        Topic topic = List.of(A, B, C).get(lengths.get(i) % 3);
                        if (lengths.get(i) % 5 < 2) {
                            shard.appendPrivate(data, topic);
                        } else {
                            shard.append(data, topic);
                        }
                    }
                }
            }
            narrow.read(stream.channel());
            shard.streams.run();
            List<Entry> published = shard.record.stream()
                    .filter(entry -> entry.update().isWantedBy(interest))
                    .toList();
            Block.Arrived arrived = Block.chunks(stream.written());
            List<String> data = arrived.blocks().stream()
                    .filter(Block::isUpdate)
                    .map(Block::data)
                    .toList();
            assertThat(shard.metrics.lagging).hasValue(0);
            if (!stream.closed().isEmpty()) {
                assertThat(policy).isEqualTo(DISCONNECT);
                assertThat(Logs.data(published).subList(0, data.size())).isEqualTo(data);
                return;
            }
            assertThat(arrived.rest()).isEmpty();
            if (policy == LATEST) {
                checkLatest(arrived.blocks(), published);
            } else {
                GapCheck.check(arrived.blocks(), published);
            }
        }
    }

    /** What is passed over was followed by a newer one of the same topic. */
    private static void checkLatest(List<Block> blocks, List<Entry> published) {
        List<String> got =
                blocks.stream().filter(Block::isUpdate).map(Block::data).toList();
        assertThat(blocks).noneMatch(Block::isGap);
        assertThat(got).doesNotHaveDuplicates();
        assertThat(Logs.data(published)).containsSubsequence(got);
        for (Topic topic : List.of(A, B)) {
            List<Entry> ofTopic = published.stream()
                    .filter(entry -> entry.update().topics().contains(topic))
                    .toList();
            if (!ofTopic.isEmpty()) {
                assertThat(got)
                        .contains(
                                ofTopic.get(ofTopic.size() - 1).update().event().data());
            }
        }
    }
}
