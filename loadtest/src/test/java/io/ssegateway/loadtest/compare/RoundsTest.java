package io.ssegateway.loadtest.compare;

import static org.assertj.core.api.Assertions.assertThat;

import io.ssegateway.loadtest.compare.Rounds.Turn;
import io.ssegateway.loadtest.compare.measurement.Mode;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RoundsTest {

    private static final Mode ONE = new Mode(1, 0);
    private static final Mode RATE = new Mode(0, 20);

    private final List<Turn<String>> turns =
            Rounds.turns(4, List.of(10, 20), List.of(ONE, RATE), List.of("a", "b", "c"));

    @Test
    void shouldMeasureEachOnceInEachWayInEachRound() {
        assertThat(turns).hasSize(4 * 2 * 2 * 3).doesNotHaveDuplicates();
    }

    @Test
    void shouldMeasureAllInOneWayBeforeTheNext() {
        for (int i = 0; i < turns.size(); i += 3) {
            Turn<String> first = turns.get(i);
            List<Turn<String>> group = turns.subList(i, i + 3);
            assertThat(group)
                    .allSatisfy(turn -> assertThat(turn)
                            .usingRecursiveComparison()
                            .ignoringFields("peer")
                            .isEqualTo(first));
            assertThat(group).extracting(Turn::peer).containsExactlyInAnyOrder("a", "b", "c");
        }
    }

    @Test
    void shouldBeginEachRoundWithAnother() {
        assertThat(IntStream.range(0, 4).mapToObj(round -> turns.get(round * 12).peer()))
                .containsExactly("a", "b", "c", "a");
    }

    @Test
    void shouldEndWithTheLastRound() {
        assertThat(turns.stream().mapToInt(Turn::round))
                .isSorted()
                .startsWith(1)
                .endsWith(4);
    }
}
