package io.ssegateway.loadtest.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ssegateway.loadtest.client.Message;
import io.ssegateway.loadtest.client.MessageFormat;
import io.ssegateway.loadtest.client.Tally;
import java.util.List;
import org.junit.jupiter.api.Test;

class SharedTopicReaderTest {

    private static final int PUBLISHERS = 3;

    @Test
    void shouldTakeWhatEachPublisherSentInItsOrder() {
        SharedTopicReader reader = read(List.of(0, 3, 1, 6, 2, 4));

        assertThat(reader.missing(new int[] {3, 2, 1})).isZero();
        assertThat(reader.duplicated()).isZero();
        assertThat(reader.outOfOrder()).isZero();
    }

    @Test
    void shouldKnowWhichPublishersMessageIsMissing() {
        SharedTopicReader reader = read(List.of(0, 6, 1));

        assertThat(reader.missing(new int[] {3, 1, 0})).isEqualTo(1);
        assertThat(reader.missing(new int[] {3, 2, 2})).isEqualTo(4);
    }

    @Test
    void shouldTellDifferentOrdersApart() {
        assertThat(read(List.of(0, 1, 2)).order())
                .isEqualTo(read(List.of(0, 1, 2)).order());
        assertThat(read(List.of(0, 1, 2)).order())
                .isNotEqualTo(read(List.of(1, 0, 2)).order());
        assertThat(read(List.of(0, 1, 2)).order())
                .isNotEqualTo(read(List.of(0, 2, 1)).order());
    }

    @Test
    void shouldNumberEachPublishersMessagesApart() {
        assertThat(SharedTopicReader.sequence(2, PUBLISHERS, 5)).isEqualTo(17);
        assertThatThrownBy(() -> SharedTopicReader.sequence(2, PUBLISHERS, Integer.MAX_VALUE))
                .isInstanceOf(ArithmeticException.class);
    }

    private static SharedTopicReader read(List<Integer> sequences) {
        SharedTopicReader reader = new SharedTopicReader(new MessageFormat("run", 0), PUBLISHERS, new Tally());
        sequences.forEach(sequence -> reader.message(new Message(sequence, 0)));
        return reader;
    }
}
