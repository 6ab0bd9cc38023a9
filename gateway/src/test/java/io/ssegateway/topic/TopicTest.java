package io.ssegateway.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TopicTest {

    @ParameterizedTest
    @ValueSource(strings = {"a", " ", "/users/1?x=y", "news:*", "täglich", "\uD83D\uDE00", "\u00A0", "\uFFFD"})
    void shouldTakeAnyPrintableText(String name) {
        assertThat(new Topic(name)).hasToString(name).isEqualTo(new Topic(name));
    }

    @Test
    void shouldCountBytesNotCharacters() {
        assertThat(new Topic("x".repeat(1024)).name()).hasSize(1024);
        assertThat(new Topic("ä".repeat(512)).name()).hasSize(512);
        assertThat(new Topic("\uD83D\uDE00".repeat(256)).name()).hasSize(512);

        for (String tooLong : new String[] {"x".repeat(1025), "ä".repeat(513), "x" + "\uD83D\uDE00".repeat(256)}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new Topic(tooLong))
                    .withMessageContaining("1024 bytes");
        }
    }

    @Test
    void shouldLeaveRoomForATopicInATopicOfTheHubsOwn() {
        String percentEncoded = ReservedTopics.MERCURE + "%2F".repeat(1024);
        String longest = ReservedTopics.MERCURE + "x".repeat(4096 - ReservedTopics.MERCURE.length());

        assertThat(new Topic(percentEncoded)).hasToString(percentEncoded);
        assertThat(new Topic(longest)).hasToString(longest);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Topic(longest + "x"))
                .withMessageContaining("4096 bytes");
        assertThatIllegalArgumentException().isThrownBy(() -> new Topic("x" + longest));
    }

    @Test
    void shouldRejectAnEmptyName() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Topic("")).withMessageContaining("empty");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\0", "a\nb", "a\r", "\t", "\u001F", "\u007F", "\u0085"})
    void shouldRejectControlCharacters(String name) {
        assertThatIllegalArgumentException().isThrownBy(() -> new Topic(name)).withMessageContaining("control");
    }

    @ParameterizedTest
    @ValueSource(ints = {0xD800, 0xDBFF, 0xDC00, 0xDFFF})
    void shouldRejectLoneSurrogates(int surrogate) {
        for (String name : new String[] {"" + (char) surrogate, "a" + (char) surrogate + "b"}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new Topic(name))
                    .withMessageContaining("surrogate");
        }
    }
}
