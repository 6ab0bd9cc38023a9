package io.ssegateway.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {

    @Property
    void shouldParseWhatItFormats(@ForAll @LongRange(min = 0) long millis) {
        Duration duration = Duration.ofMillis(millis);

        assertThat(Durations.parse(Durations.format(duration))).isEqualTo(duration);
    }

    @Property
    void shouldFormatInTheLargestUnitThatDivides(@ForAll @LongRange(min = 1, max = 1_000_000) long hours) {
        assertThat(Durations.format(Duration.ofHours(hours))).isEqualTo(hours + "h");
        assertThat(Durations.format(Duration.ofHours(hours).plusMillis(1))).endsWith("ms");
    }

    @Property
    void shouldParseOrRefuseAnyTextWithASentence(@ForAll String text) {
        try {
            assertThat(Durations.parse(text).isNegative()).isFalse();
        } catch (IllegalArgumentException e) {
            assertThat(e).hasMessageStartingWith("must be a duration");
        }
    }

    @ParameterizedTest
    @CsvSource({"500ms,PT0.5S", "15s,PT15S", "2m,PT2M", "1h,PT1H", "0s,PT0S", "0ms,PT0S", "90m,PT1H30M"})
    void shouldParse(String text, Duration duration) {
        assertThat(Durations.parse(text)).isEqualTo(duration);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", "0", "15", "s", "-1s", "+1s", "1.5s", "1 s", " 1s", "1s ", "1S", "1sec", "1d", "01s", "PT1S",
                "1h30m", "1s\n", "١s"
            })
    void shouldRefuse(String text) {
        assertThatThrownBy(() -> Durations.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("must be a duration such as 500ms, 15s, 2m or 1h, but is \"");
    }

    @Test
    void shouldRefuseOverflow() {
        assertThat(Durations.parse(Long.MAX_VALUE + "ms")).isEqualTo(Duration.ofMillis(Long.MAX_VALUE));
        for (String text : new String[] {"9223372036854775808ms", "9223372036854775807s", "2562047788016h"}) {
            assertThatThrownBy(() -> Durations.parse(text))
                    .hasMessageContaining("less than 292 million years, but is \"" + text);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "PT0S, 0 ms",
        "PT0.15S, 150 ms",
        "PT1S, 1 s",
        "PT2.54S, 2.5 s",
        "PT9.05S, 9 s",
        "PT10.9S, 10 s",
        "PT60S, 1 min",
        "PT105S, 1 min 45 s",
        "PT59M59.9S, 59 min 59 s",
        "PT1H, 1 h",
        "PT3H0M59S, 3 h",
        "PT26H30M, 1 d 2 h",
        "PT-1S, 0 ms"
    })
    void shouldSayItAsPeopleDo(Duration duration, String words) {
        assertThat(Durations.words(duration)).isEqualTo(words);
    }
}
