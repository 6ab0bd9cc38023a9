package io.ssegateway.loadtest.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ProgressTest {

    private final StringWriter out = new StringWriter();

    @Test
    void shouldTellPartRateAndTimeLeft() {
        assertThat(Progress.bar("connect", 250, 1000, TimeUnit.SECONDS.toNanos(10)))
                .isEqualTo("connect    [#######.......................]  25 %  250 of 1000  25/s  30 s left   ");
    }

    @Test
    void shouldNotClaimToBeDoneBefore() {
        assertThat(Progress.bar("measure", 9999, 10_000, 1)).contains(" 99 %", ".]");
        assertThat(Progress.bar("measure", 10_000, 10_000, TimeUnit.SECONDS.toNanos(4)))
                .contains("[##############################] 100 %", "2500/s  in 4.0 s");
        assertThat(Progress.bar("measure", 10_001, 10_000, 1)).contains("#] 100 %");
    }

    @Test
    void shouldNotKnowTheTimeLeftBeforeTheFirstStep() {
        assertThat(Progress.bar("measure", 0, 100, 1)).contains("  0 %").doesNotContain("left");
        assertThat(Progress.bar("measure", 0, 0, 0)).contains("100 %");
    }

    @Test
    void shouldMoveOnATerminal() {
        Progress progress = new Progress(new PrintWriter(out), true);
        progress.show("connect", 1, 2);
        progress.finish("connect", 2, 2);
        assertThat(out.toString())
                .startsWith("\rconnect ")
                .contains("\rconnect")
                .endsWith("\n");
        assertThat(out.toString().lines().toList()).isNotEmpty();
    }

    @Test
    void shouldSayOneLineForEachPhaseElsewhere() {
        Progress progress = new Progress(new PrintWriter(out), false);
        progress.show("connect", 1, 2);
        progress.finish("connect", 2, 2);
        assertThat(out.toString()).isEqualTo("connect: 2 of 2" + System.lineSeparator());
    }
}
