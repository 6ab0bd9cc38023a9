package io.ssegateway.loadtest.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class ServerProcessTest {

    private final long self = ProcessHandle.current().pid();

    @Test
    void shouldKnowTheCpuTimeOfAProcess() {
        assertThat(new ServerProcess(List.of(self)).cpu()).isPositive();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void shouldKnowTheMemoryOfProcessesTogether() {
        Usage one = new ServerProcess(List.of(self)).usage();
        assertThat(one.pss()).isPositive().isLessThanOrEqualTo(one.rss());
        assertThat(new ServerProcess(List.of(self, self)).usage().pss()).isGreaterThan(one.pss());
    }

    @Test
    void shouldKnowNothingOfNoProcess() {
        assertThat(new ServerProcess(List.of()).usage()).isEqualTo(Usage.NONE);
        assertThat(new ServerProcess(List.of((long) Integer.MAX_VALUE)).usage()).isEqualTo(Usage.NONE);
    }
}
