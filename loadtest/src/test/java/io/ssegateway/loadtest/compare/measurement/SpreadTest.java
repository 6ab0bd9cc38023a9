package io.ssegateway.loadtest.compare.measurement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class SpreadTest {

    @Test
    void shouldTakeTheMiddleOfAnOddNumber() {
        assertThat(Spread.of(List.of(9.0, 1.0, 2.0))).isEqualTo(new Spread(2, 1, 9));
    }

    @Test
    void shouldTakeTheMeanOfTheMiddleTwo() {
        assertThat(Spread.of(List.of(9.0, 1.0, 3.0, 2.0))).isEqualTo(new Spread(2.5, 1, 9));
    }

    @Test
    void shouldRefuseNothing() {
        assertThatThrownBy(() -> Spread.of(List.of())).isInstanceOf(IllegalArgumentException.class);
    }

    @Property(tries = 200)
    void shouldHaveAsManyValuesBelowAsAboveTheMedian(
            @ForAll @Size(min = 1, max = 15) List<@DoubleRange(min = -1e6, max = 1e6) Double> values) {
        Spread spread = Spread.of(values);

        long below = values.stream().filter(value -> value < spread.median()).count();
        long above = values.stream().filter(value -> value > spread.median()).count();
        assertThat(below).isLessThanOrEqualTo(values.size() / 2);
        assertThat(above).isLessThanOrEqualTo(values.size() / 2);
        assertThat(spread.median()).isBetween(spread.min(), spread.max());
        assertThat(values).contains(spread.min(), spread.max());
    }

    @Test
    void shouldRaiseWhatIsTooLow() {
        assertThat(new Spread(1, -1, 3).atLeast(0)).isEqualTo(new Spread(1, 0, 3));
        assertThat(new Spread(1, -1, 3).atLeast(4)).isEqualTo(new Spread(4, 4, 4));
    }

    @Test
    void shouldShowAsManyDigitsAsCount() {
        assertThat(new Spread(1.1649, 0.9949, 12.345)).hasToString("1.16 (0.99 to 12.3)");
        assertThat(new Spread(99.97, 9.999, 1234.5)).hasToString("100 (10.0 to 1235)");
    }
}
