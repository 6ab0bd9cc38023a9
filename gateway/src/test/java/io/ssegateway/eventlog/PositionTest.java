package io.ssegateway.eventlog;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PositionTest {
    private static final long LARGEST = 999_999_999_999_999_999L;

    @Property
    void shouldParseWhatItWrites(
            @ForAll @LongRange(max = LARGEST) long epochMillis, @ForAll @LongRange(max = LARGEST) long sequence) {
        Position position = new Position(epochMillis, sequence);

        assertThat(Position.parse(position.toString())).contains(position);
    }

    /** Or else one place would have two ids, and a publisher's id could pass for a position. */
    @Property
    void shouldParseNothingThatItDoesNotWrite(@ForAll String text) {
        Position.parse(text).ifPresent(position -> assertThat(position).hasToString(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-",
                "5",
                "5-",
                "-5",
                "5--1",
                "5-1-1",
                "05-1",
                "5-01",
                "00-0",
                "+5-1",
                "5-+1",
                " 5-1",
                "5-1 ",
                "5-1\n",
                "5 - 1",
                "5.0-1",
                "0x5-1",
                "1e3-1",
                "٥-١",
                "5−1",
                "1000000000000000000-0",
                "0-1000000000000000000",
                "99999999999999999999-0",
                "5-*",
                "$",
                "earliest"
            })
    void shouldRefuseEveryOtherForm(String text) {
        assertThat(Position.parse(text)).isEmpty();
    }

    @Property
    void shouldOrderByTimeThenBySequence(
            @ForAll @LongRange(max = 3) long millis,
            @ForAll @LongRange(max = 3) long sequence,
            @ForAll @LongRange(max = 3) long otherMillis,
            @ForAll @LongRange(max = 3) long otherSequence) {
        Position position = new Position(millis, sequence);
        Position other = new Position(otherMillis, otherSequence);

        assertThat(position.isAfter(other)).isEqualTo(millis * 10 + sequence > otherMillis * 10 + otherSequence);
        assertThat(position.compareTo(other) == 0).isEqualTo(position.equals(other));
    }

    @Test
    void shouldHaveNothingBeforeTheOrigin() {
        assertThat(Position.parse("0-0")).contains(Position.ORIGIN);
        assertThat(new Position(0, 1).isAfter(Position.ORIGIN)).isTrue();
        assertThat(Position.ORIGIN.isAfter(Position.ORIGIN)).isFalse();
    }
}
