package io.ssegateway.loadtest.compare.measurement;

import static org.assertj.core.api.Assertions.assertThat;

import io.ssegateway.loadtest.compare.measurement.Summary.Case;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SummaryTest {

    private static final Mode ONE = new Mode(1, 0);
    private static final Case CASE = new Case(1_000, ONE);

    private final List<Measurement> measurements = new ArrayList<>();

    @Test
    void shouldDivideWithinARoundAndThenTakeTheMedian() {
        // The machine gets slower by the round: the medians' ratio would be 4 / 2, the rounds' are 2, 4 and 1.5.
        add(1, "floor", 1, null);
        add(1, "gateway", 2, null);
        add(2, "floor", 2, null);
        add(2, "gateway", 8, null);
        add(3, "gateway", 4, null);
        add(3, "floor", 8.0 / 3, null);

        Summary summary = new Summary(measurements, "floor");
        assertThat(summary.value(CASE, "gateway", Measure.CPU_PER_DELIVERY)).contains(new Spread(4, 2, 8));
        assertThat(summary.ratio(CASE, "gateway", Measure.CPU_PER_DELIVERY)).contains(new Spread(2, 1.5, 4));
    }

    @Test
    void shouldLeaveOutWhatWasNotCorrect() {
        add(1, "floor", 1, null);
        add(1, "gateway", 3, null);
        add(2, "floor", 1, null);
        add(2, "gateway", 100, "a stream was closed");
        add(3, "floor", 1, "it ended");
        add(3, "gateway", 5, null);

        Summary summary = new Summary(measurements, "floor");
        assertThat(summary.value(CASE, "gateway", Measure.CPU_PER_DELIVERY)).contains(new Spread(4, 3, 5));
        assertThat(summary.ratio(CASE, "gateway", Measure.CPU_PER_DELIVERY)).contains(new Spread(3, 3, 3));
        assertThat(summary.rounds(CASE, "gateway")).isEqualTo(2);
        assertThat(summary.faults()).hasSize(2);
    }

    @Test
    void shouldHaveNoRatioWithoutADivisor() {
        add(1, "floor", 0, null);
        add(1, "gateway", 3, null);
        add(2, "gateway", 3, null);

        assertThat(new Summary(measurements, "floor").ratio(CASE, "gateway", Measure.CPU_PER_DELIVERY))
                .isEmpty();
        assertThat(new Summary(measurements, "absent").ratio(CASE, "gateway", Measure.CPU_PER_DELIVERY))
                .isEmpty();
        assertThat(new Summary(measurements, "floor").ratio(CASE, "floor", Measure.CPU_PER_DELIVERY))
                .isEmpty();
        assertThat(new Summary(measurements, "floor").value(CASE, "gateway", Measure.P99))
                .isEmpty();
    }

    @Test
    void shouldTellCasesApart() {
        add(1, "gateway", 3, null);
        measurements.add(measurement(1, 500, ONE, "gateway", 7, null));
        measurements.add(measurement(1, 500, Mode.IDLE, "gateway", 9, null));

        Summary summary = new Summary(measurements, "floor");
        assertThat(summary.cases()).containsExactly(new Case(500, ONE), CASE, new Case(500, Mode.IDLE));
        assertThat(summary.value(CASE, "gateway", Measure.CPU_PER_DELIVERY)).contains(new Spread(3, 3, 3));
    }

    @Test
    void shouldShowMediansSpreadsRatiosAndFaults() {
        for (int round = 1; round <= 3; round++) {
            add(round, "floor", 2, null);
            add(round, "gateway", 2 + round, null);
        }
        add(4, "gateway", 100, "not all messages were delivered within 60 s");

        assertThat(new SummaryTable(new Summary(measurements, "floor")).text()).isEqualTo("""
                        1,000 streams, one message at a time
                                              floor                gateway
                        CPU per delivery, µs  2.00 (2.00 to 2.00)  4.00 (3.00 to 5.00)
                          × floor                                  2.00 (1.50 to 2.50)
                        rounds                3                    3

                        NOT CORRECT: round 4, 1000 streams, one message at a time, gateway: not all messages were delivered within 60 s""");
    }

    private void add(int round, String peer, double cpu, @Nullable String fault) {
        measurements.add(measurement(round, CASE.streams(), CASE.mode(), peer, cpu, fault));
    }

    private static Measurement measurement(
            int round, int streams, Mode mode, String peer, double cpu, @Nullable String fault) {
        return new Measurement(round, streams, mode, peer, Map.of(Measure.CPU_PER_DELIVERY, cpu), fault);
    }
}
