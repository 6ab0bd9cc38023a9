package io.ssegateway.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.function.LongToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpreadTest {
    private static final int TENTHS = 10;
    private static final int NUMBERS = 100;

    /** Streams that open one after the other are spread evenly, wherever their numbers begin. */
    @ParameterizedTest
    @ValueSource(longs = {0, 1, -50, Long.MAX_VALUE - 50, Long.MIN_VALUE, 0x1234_5678_9ABC_DEF0L})
    void shouldSpreadNumbersInARowEvenly(long first) {
        assertThat(tenths(first, Spread::first)).allMatch(count -> count >= 8 && count <= 12);
        assertThat(tenths(first, Spread::second)).allMatch(count -> count >= 7 && count <= 13);
    }

    private static List<Integer> tenths(long first, LongToDoubleFunction spread) {
        int[] counts = new int[TENTHS];
        for (long number = first; number - first < NUMBERS; number++) {
            double fraction = spread.applyAsDouble(number);
            assertThat(fraction).isGreaterThanOrEqualTo(0).isLessThan(1);
            counts[(int) (fraction * TENTHS)]++;
        }
        return Arrays.stream(counts).boxed().toList();
    }

    @Test
    void shouldAnswerTheSameForTheSameNumber() {
        assertThat(Spread.first(7)).isEqualTo(Spread.first(7)).isNotEqualTo(Spread.second(7));
    }
}
