package io.ssegateway.ring;

import static org.assertj.core.api.Assertions.assertThat;

import io.ssegateway.topic.Topic;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** Frames found by topic are those that a look through all would find. */
class TopicChainsTest {
    private static final int SIZE = 16;
    private static final int LOSS = 0;

    private static List<Topic> topics(int bits) {
        return IntStream.range(0, 4)
                .filter(i -> (bits >> i & 1) != 0)
                .mapToObj(i -> new Topic("t" + i))
                .toList();
    }

    @Property(tries = 500)
    void shouldFindWhatALookThroughAllFinds(
            @ForAll @Size(max = 60) List<@IntRange(min = 0, max = 15) Integer> frames,
            @ForAll @IntRange(min = 1, max = 15) int wanted) {
        TopicChains chains = new TopicChains(SIZE);
        List<List<Topic>> all = new ArrayList<>();
        int start = 0;
        for (int frame : frames) {
            if (frame == LOSS) {
                all.add(List.of());
                chains.lost(all.size());
                start = all.size();
            } else {
                chains.appended(all.size(), topics(frame));
                all.add(topics(frame));
                start = Math.max(start, all.size() - SIZE);
            }
        }
        for (int from = 0; from <= all.size(); from++) {
            TopicChains.Found found = chains.find(topics(wanted), from, 4 * SIZE);
            if (from < start) {
                assertThat(found).isNull();
            } else {
                assertThat(found).isNotNull();
                assertThat(found.end()).isEqualTo(all.size());
                assertThat(found.numbers())
                        .containsExactly(LongStream.range(from, all.size())
                                .filter(i -> all.get((int) i).stream().anyMatch(Set.copyOf(topics(wanted))::contains))
                                .toArray());
            }
        }
        assertThat(chains.find(topics(wanted), all.size() + 1, SIZE)).isNull();
    }

    @Test
    void shouldSayThatThereAreTooMany() {
        TopicChains chains = new TopicChains(SIZE);
        Topic topic = new Topic("a");
        for (int i = 0; i < 10; i++) {
            chains.appended(i, List.of(topic));
        }
        assertThat(chains.find(List.of(topic), 0, 9)).isNull();
        assertThat(chains.find(List.of(topic), 1, 9)).isNotNull();
    }

    @Test
    void shouldKnowFewerFramesOfManyTopics() {
        TopicChains chains = new TopicChains(SIZE);
        for (int i = 0; i < 100; i++) {
            int number = i;
            chains.appended(
                    i,
                    IntStream.range(0, 20)
                            .mapToObj(t -> new Topic(number + "-" + t))
                            .toList());
        }
        assertThat(chains.topics()).isEqualTo(60);
        assertThat(chains.find(List.of(new Topic("99-1")), 97, SIZE)).isNotNull();
        assertThat(chains.find(List.of(new Topic("99-1")), 96, SIZE)).isNull();
    }

    @Test
    void shouldKeepNothingOfTopicsThatHaveLeft() {
        TopicChains chains = new TopicChains(SIZE);
        for (int i = 0; i < 1_000; i++) {
            chains.appended(i, List.of(new Topic("t" + i)));
        }
        assertThat(chains.topics()).isEqualTo(SIZE);
    }
}
