package io.ssegateway.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SizesTest {

    @Property
    void shouldParseWhatItFormats(@ForAll @LongRange(min = 0) long bytes) {
        assertThat(Sizes.parse(Sizes.format(bytes))).isEqualTo(bytes);
    }

    @Property
    void shouldFormatInTheLargestUnitThatDivides(@ForAll @IntRange(min = 1, max = 1023) int count) {
        assertThat(Sizes.format(count)).isEqualTo(String.valueOf(count));
        assertThat(Sizes.format(count << 10)).isEqualTo(count + "KiB");
        assertThat(Sizes.format(count << 20)).isEqualTo(count + "MiB");
        assertThat(Sizes.format(1 << 30)).isEqualTo("1GiB");
    }

    @ParameterizedTest
    @CsvSource({
        "0,0",
        "4096,4096",
        "8KiB,8192",
        "1MiB,1048576",
        "1GiB,1073741824",
        "2147483647,2147483647",
        "2097151KiB,2147482624",
        "2GiB,2147483648",
        "8589934591GiB,9223372035781033984",
        "9223372036854775807,9223372036854775807"
    })
    void shouldParse(String text, long bytes) {
        assertThat(Sizes.parse(text)).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", "KiB", "8 KiB", "8KB", "8kib", "8K", "8B", "-1", "+1", "1.5MiB", "08", "0x10", "1_000", " 8", "8\n"
            })
    void shouldRefuse(String text) {
        assertThatThrownBy(() -> Sizes.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("must be a size such as 4096, 8KiB or 1MiB, but is \"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"8589934592GiB", "9223372036854775808", "99999999999999999999"})
    void shouldRefuseOverflow(String text) {
        assertThatThrownBy(() -> Sizes.parse(text))
                .hasMessage("must be a size of less than 8589934592GiB, but is \"" + text + "\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"2147483648", "2GiB", "4GiB", "4194304KiB"})
    void shouldRefuseWhatAnIntDoesNotHold(String text) {
        assertThat(Sizes.parseInt("2147483647")).isEqualTo(Integer.MAX_VALUE);
        assertThatThrownBy(() -> Sizes.parseInt(text))
                .hasMessage("must be a size of less than 2GiB, but is \"" + text + "\"");
    }
}
