package io.ssegateway.loadtest.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Objects;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class MessageFormatTest {

    private static final MessageFormat FORMAT = new MessageFormat("run1", 200);

    @Property
    void shouldFindWhatItWroteInAnyEnvelope(
            @ForAll @IntRange(min = 0) int sequence, @ForAll long sentNanos, @ForAll @IntRange(max = 300) int size) {
        MessageFormat format = new MessageFormat("run1", size);
        String text = format.text(sequence, sentNanos);
        assertThat(text.length()).isGreaterThanOrEqualTo(size);
        assertThat(format.find(text)).isEqualTo(new Message(sequence, sentNanos));
        assertThat(format.find("{\"message\":\"" + text + "\"}")).isEqualTo(new Message(sequence, sentNanos));
    }

    @Property
    void shouldNotTakeAnAlteredMessageForWhatWasSent(@ForAll @IntRange(max = 199) int at) {
        String text = FORMAT.text(12, 345);
        StringBuilder altered = new StringBuilder(text);
        altered.setCharAt(at, text.charAt(at) == 'A' ? 'B' : 'A');
        assertThatFoundOtherwise(altered.toString());
    }

    @Property
    void shouldNotTakeACutMessageForWhatWasSent(@ForAll @IntRange(max = 199) int length) {
        assertThatFoundOtherwise(FORMAT.text(12, 345).substring(0, length));
    }

    private static void assertThatFoundOtherwise(String data) {
        Message found;
        try {
            found = FORMAT.find(data);
        } catch (IllegalArgumentException e) {
            return;
        }
        assertThat(Objects.equals(found, new Message(12, 345))).isFalse();
    }

    @Test
    void shouldRefuseWhatFollowsAMessage() {
        String text = FORMAT.text(12, 345);
        assertThatThrownBy(() -> FORMAT.find(text + text))
                .hasMessage("the content of message 12 differs from what was sent");
    }

    @Test
    void shouldLeaveOtherRunsAlone() {
        assertThat(new MessageFormat("run2", 200).find(FORMAT.text(12, 345))).isNull();
        assertThat(FORMAT.find("")).isNull();
        assertThat(FORMAT.find("loadtest-run1 ")).isNull();
        assertThat(FORMAT.find("loadtest-run1 x y z")).isNull();
    }
}
