package io.ssegateway.loadtest.compare.measurement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModeTest {

    @ParameterizedTest
    @CsvSource({
        "1,1,0,one message at a time",
        "16,16,0,16 messages in flight",
        "20/s,0,20,20 messages a second",
        "0.5/s,0,0.5,0.5 messages a second",
        "idle,0,0,idle"
    })
    void shouldReadWhatItWrites(String text, int inFlight, double rate, String title) {
        Mode mode = Mode.parse(text);

        assertThat(mode).isEqualTo(new Mode(inFlight, rate));
        assertThat(mode).hasToString(text);
        assertThat(mode.title()).isEqualTo(title);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "-1", "0/s", "0.0/s", "/s", "16x", "1e3/s", "99999", " 1", "Idle"})
    void shouldSayWhatAModeIs(String text) {
        assertThatThrownBy(() -> Mode.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("'" + text + "' is not a mode: 16 for");
    }

    @Test
    void shouldKnowIdleAlone() {
        assertThat(Mode.IDLE.isIdle()).isTrue();
        assertThat(Mode.parse("1").isIdle()).isFalse();
        assertThat(Mode.parse("1/s").isIdle()).isFalse();
    }
}
