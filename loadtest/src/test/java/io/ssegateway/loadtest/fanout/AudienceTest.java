package io.ssegateway.loadtest.fanout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ssegateway.loadtest.client.MessageFormat;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class AudienceTest {

    @Property
    void shouldNumberTheMessagesOfAStreamAsListsWould(
            @ForAll @IntRange(min = 1, max = 7) int topics,
            @ForAll @IntRange(min = 1, max = 7) int topicsPerStream,
            @ForAll @IntRange(max = 20) int stream,
            @ForAll @IntRange(max = 30) int messages) {
        Assume.that(topicsPerStream <= topics);
        Subscription subscription = new Audience(50, topics, topicsPerStream).subscription(stream);
        List<Integer> got = new ArrayList<>();
        for (int sequence = 0; sequence < messages; sequence++) {
            if (subscription.ownTopics().contains(sequence % topics)) {
                assertThat(subscription.index(sequence)).isEqualTo(got.size());
                got.add(sequence);
            } else {
                assertThat(subscription.index(sequence)).isEqualTo(-1);
            }
        }
        assertThat(subscription.received(messages)).isEqualTo(got.size());
        assertThat(subscription.ownTopics()).hasSize(topicsPerStream).doesNotHaveDuplicates();
    }

    @Property
    void shouldCountDeliveriesStreamByStream(
            @ForAll @IntRange(min = 1, max = 40) int streams,
            @ForAll @IntRange(min = 1, max = 7) int topics,
            @ForAll @IntRange(min = 1, max = 7) int topicsPerStream,
            @ForAll @IntRange(max = 30) int messages) {
        Assume.that(topicsPerStream <= topics && streams >= topics - topicsPerStream + 1);
        Audience audience = new Audience(streams, topics, topicsPerStream);
        long sum = 0;
        for (int stream = 0; stream < streams; stream++) {
            sum += audience.subscription(stream).received(messages);
        }
        assertThat(audience.deliveries(messages)).isEqualTo(sum);
    }

    @Property
    void shouldLeaveNoStreamOutWhenSharesAreMade(
            @ForAll @IntRange(min = 1, max = 40) int streams,
            @ForAll @IntRange(min = 1, max = 40) int parts,
            @ForAll @IntRange(min = 1, max = 7) int topics,
            @ForAll @IntRange(max = 30) int messages) {
        Assume.that(parts <= streams && streams >= topics);
        Audience audience = new Audience(streams, topics, 1);
        Share all = share(audience);
        int next = 0;
        long deliveries = 0;
        for (int i = 0; i < parts; i++) {
            Share part = all.part(i, parts);
            assertThat(part.first()).isEqualTo(next);
            assertThat(part.count()).isBetween(streams / parts, (streams + parts - 1) / parts);
            next += part.count();
            deliveries += part.expected(messages);
        }
        assertThat(next).isEqualTo(streams);
        assertThat(deliveries).isEqualTo(audience.deliveries(messages));
    }

    @Test
    void shouldRefuseATopicThatNobodyGets() {
        assertThat(new Audience(9, 10, 2).subscribers(0, 9)).doesNotContain(0);
        assertThatThrownBy(() -> new Audience(8, 10, 2))
                .hasMessage("10 topics, 2 for each stream, need 9 streams at least, but there are 8");
        assertThatThrownBy(() -> new Audience(8, 2, 3)).hasMessageContaining("from 1 to all 2 topics, but not 3");
    }

    private static Share share(Audience audience) {
        List<URI> urls = List.of(URI.create("http://127.0.0.1/events"));
        return new Share(audience, urls, 0, audience.streams(), 128, new MessageFormat("run", 10), 100, 10);
    }
}
