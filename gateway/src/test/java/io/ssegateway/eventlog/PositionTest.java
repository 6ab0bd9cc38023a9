package io.ssegateway.eventlog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
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

    @Property
    void shouldParseWhatItWritesOfAnyNumberOfPartitions(
            @ForAll @Size(min = 1, max = Position.MAX_PARTITIONS) List<@LongRange(max = LARGEST) Long> numbers) {
        Position position = null;
        for (long number : numbers) {
            position = new Position(number, LARGEST - number, position);
        }
        String text = String.valueOf(position);

        assertThat(Position.parse(text)).contains(Objects.requireNonNull(position));
        assertThat(position.partitions()).isEqualTo(numbers.size());
        assertThat(text.length()).isLessThan(numbers.size() * Position.MAX_PARTITION_CHARS);
        assertThat(Position.parseSingle(text).isPresent()).isEqualTo(numbers.size() == 1);
    }

    @Property
    void shouldCoverWhatItHasInEveryPartition(
            @ForAll @LongRange(max = 2) long a,
            @ForAll @LongRange(max = 2) long b,
            @ForAll @LongRange(max = 2) long otherA,
            @ForAll @LongRange(max = 2) long otherB) {
        Position position = new Position(a, 0, new Position(7, b));
        Position other = new Position(otherA, 0, new Position(7, otherB));

        assertThat(position.covers(other)).isEqualTo(a >= otherA && b >= otherB);
        assertThat(position.isAfter(other)).isEqualTo(position.covers(other) && !other.covers(position));
        if (position.isAfter(other)) {
            assertThat(position).isGreaterThan(other);
        }
        assertThat(position.covers(Position.ORIGIN)).isTrue();
        assertThat(position.covers(new Position(1, 0))).isFalse();
        assertThat(new Position(9, 9).covers(position)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {".", "5-1.", ".5-1", "5-1..5-1", "5-1.5", "5-1,5-1", "5-1. 5-1"})
    void shouldRefuseEveryOtherFormOfSeveral(String text) {
        assertThat(Position.parse(text)).isEmpty();
    }

    @Test
    void shouldRefuseMorePartitionsThanThereCanBe() {
        assertThat(Position.parse("1-0" + ".1-0".repeat(Position.MAX_PARTITIONS)))
                .isEmpty();
        assertThat(Position.parse("1-0" + ".1-0".repeat(1_000_000))).isEmpty();
    }
}
