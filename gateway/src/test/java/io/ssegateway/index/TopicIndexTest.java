package io.ssegateway.index;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import io.ssegateway.eventlog.Position;
import io.ssegateway.ring.Frame;
import io.ssegateway.ring.RingFrame;
import io.ssegateway.stream.StreamWriters;
import io.ssegateway.stream.Subscriber;
import io.ssegateway.topic.AnyTopic;
import io.ssegateway.topic.Interest;
import io.ssegateway.topic.Topic;
import io.ssegateway.topic.TopicMatcher;
import io.ssegateway.topic.TopicMatchers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** Joins, departures and updates in any order against a plain look through all subscribers. */
class TopicIndexTest {
    private static final EmbeddedChannel ANY_CHANNEL = new EmbeddedChannel();
    private static final List<Topic> TOPICS =
            List.of(new Topic("/orders/1"), new Topic("/orders/2"), new Topic("/users/1"), new Topic("news"));
    private static final List<TopicMatcher> MATCHERS = List.of(
            TopicMatchers.of("/orders/1"),
            TopicMatchers.of("news"),
            TopicMatchers.of("/orders/{id}"),
            TopicMatchers.of("/users/{id}"),
            TopicMatchers.of("/{kind}/1"),
            TopicMatchers.of("*"));

    private final TopicIndex index = new TopicIndex();
    private final List<Subscriber> members = new ArrayList<>();

    private Subscriber join(Interest interest, boolean chunked) {
        Subscriber subscriber =
                new Subscriber(StreamWriters.http1(ANY_CHANNEL, chunked), "", interest, Duration.ZERO, reason -> {});
        index.add(subscriber);
        members.add(subscriber);
        return subscriber;
    }

    private void leave(int at) {
        index.remove(members.remove(at));
    }

    @Provide
    Arbitrary<Interest> interests() {
        return Combinators.combine(
                        Arbitraries.of(MATCHERS).set().ofMinSize(1).ofMaxSize(4),
                        Arbitraries.of(MATCHERS).set().ofMaxSize(2))
                .as((matchers, grants) -> new Interest(matchers, grants));
    }

    @Property(tries = 500)
    void shouldOfferEachUpdateToThoseWhoWantItAndToNobodyElse(
            @ForAll @Size(max = 80) List<@IntRange(max = 5) Integer> steps,
            @ForAll @Size(min = 80, max = 80) List<@IntRange(max = 1_000) Integer> choices,
            @ForAll @Size(min = 80, max = 80) List<@From("interests") Interest> interests) {
        TopicIndexTest scenario = new TopicIndexTest();
        for (int i = 0; i < steps.size(); i++) {
            int choice = choices.get(i);
            switch (steps.get(i)) {
                case 0, 1, 2 -> scenario.join(interests.get(i), choice % 2 == 0);
                case 3 -> {
                    if (!scenario.members.isEmpty()) {
                        scenario.leave(choice % scenario.members.size());
                    }
                }
                default -> scenario.check(choice);
            }
        }
        while (!scenario.members.isEmpty()) {
            scenario.leave(0);
            scenario.check(scenario.members.size());
        }
    }

    /** Offers three updates, of topics by the choice's bits, as one batch. */
    private void check(int choice) {
        List<Audience> touched = new ArrayList<>();
        Map<Subscriber, Long> expected = new HashMap<>();
        for (int frame = 0; frame < 3; frame++) {
            int bits = choice >> (3 * frame);
            List<Topic> topics = IntStream.range(0, TOPICS.size())
                    .filter(t -> t == 3 || ((bits >> t) & 1) == 1)
                    .mapToObj(TOPICS::get)
                    .toList();
            boolean isPrivate = (choice / 7 + frame) % 2 == 0;
            Set<Subscriber> wanting = new HashSet<>(members.stream()
                    .filter(m -> m.interest().matches(topics, isPrivate))
                    .toList());
            for (Subscriber subscriber : wanting) {
                expected.merge(subscriber, 1L << frame, (a, b) -> a | b);
            }
            boolean taken = index.offer(update(topics, isPrivate), frame, touched);
            assertThat(taken || wanting.isEmpty()).isTrue();
            assertThat(index.mayWant(topics) || wanting.isEmpty()).isTrue();
        }
        assertThat(new HashSet<>(touched)).hasSameSizeAs(touched);
        Map<Subscriber, Long> got = new HashMap<>();
        for (Audience audience : touched) {
            long frames = audience.takeFrames();
            assertThat(frames).isNotZero();
            for (int slot = 0; slot < audience.members().count(); slot++) {
                Subscriber member = Objects.requireNonNull(audience.members().at(slot));
                assertThat(index.audience(member)).isSameAs(audience);
                assertThat(member.audienceSlot()).isEqualTo(slot);
                assertThat(got.put(member, frames)).as("in two audiences").isNull();
            }
        }
        assertThat(got).isEqualTo(expected);
        for (Topic topic : TOPICS) {
            assertThat(index.interested(topic)).isEqualTo((int) members.stream()
                    .filter(m -> m.interest().matches(List.of(topic), false))
                    .count());
        }
    }

    private static RingFrame update(List<Topic> topics, boolean isPrivate) {
        return new RingFrame(Position.ORIGIN, topics, isPrivate, Frame.HEARTBEAT);
    }

    private boolean offer(List<Topic> topics, int frame, List<Audience> touched) {
        return index.offer(update(topics, false), frame, touched);
    }

    @Test
    void shouldShareAnAudienceByTopicsAndGrants() {
        List<TopicMatcher> all = List.of(AnyTopic.INSTANCE);
        Subscriber anonymous = join(new Interest(all), true);
        Subscriber one = join(new Interest(all, List.of(TopicMatchers.of("news"), TopicMatchers.of("/a"))), true);
        Subscriber same = join(new Interest(all, List.of(TopicMatchers.of("/a"), TopicMatchers.of("news"))), true);

        assertThat(index.audience(one)).isSameAs(index.audience(same)).isNotSameAs(index.audience(anonymous));
        assertThat(one.interest()).isSameAs(same.interest());
    }

    @Test
    void shouldCountWhoWantsATopicWhateverIsGranted() {
        join(Interest.in(TOPICS.get(3)), true);
        join(new Interest(List.of(AnyTopic.INSTANCE), List.of(TopicMatchers.of("news"))), true);

        assertThat(index.interested(TOPICS.get(3))).isEqualTo(2);
        List<Audience> touched = new ArrayList<>();
        assertThat(index.offer(update(TOPICS.subList(3, 4), true), 0, touched)).isTrue();
        assertThat(touched).hasSize(1);
        touched.get(0).takeFrames();
        assertThat(index.offer(update(TOPICS.subList(0, 1), true), 0, touched)).isFalse();
    }

    @Test
    void shouldForgetAudiencesThatHaveGone() {
        List<Audience> touched = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            join(new Interest(List.of(TopicMatchers.of("/x" + i + "/{id}"), TopicMatchers.of("*"))), true);
            offer(TOPICS, 0, touched);
            touched.forEach(Audience::takeFrames);
            touched.clear();
            leave(0);
        }

        offer(TOPICS, 0, touched);
        assertThat(touched).as("remembered although they are empty").hasSizeLessThan(40);
    }

    @Test
    void shouldTellMoreTopicsApartThanItRemembers() {
        join(new Interest(List.of(TopicMatchers.of("/a/{id}"))), true);
        List<Audience> touched = new ArrayList<>();
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < 10_000; i++) {
                assertThat(offer(List.of(new Topic("/a/" + i)), 0, touched)).isTrue();
                assertThat(offer(List.of(new Topic("/b/" + i)), 1, touched)).isFalse();
            }
        }
        assertThat(touched).hasSize(1);
        assertThat(touched.get(0).takeFrames()).isEqualTo(1);
    }

    @Test
    void shouldPutThoseWhoTakeOtherBytesIntoOtherAudiences() {
        Interest interest = Interest.in(TOPICS.get(0));
        Subscriber chunked = join(interest, true);
        Subscriber plain = join(interest, false);
        Subscriber second = join(Interest.in(TOPICS.get(0)), true);

        assertThat(index.audience(chunked)).isSameAs(index.audience(second)).isNotSameAs(index.audience(plain));
    }
}
