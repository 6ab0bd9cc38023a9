package io.ssegateway.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ssegateway.config.ConfigException;
import io.ssegateway.config.LimitsConfig;
import io.ssegateway.testing.RunningGateway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DescriptorBudgetTest {
    private static final int OPEN = 96;

    private static LimitsConfig limits(String... settings) {
        return RunningGateway.config(settings).limits();
    }

    private static DescriptorBudget budget(long descriptors, String... settings) {
        return DescriptorBudget.of(limits(settings), 2, 0, descriptors, OPEN);
    }

    @ParameterizedTest
    @CsvSource({
        "300, 16, 64, 18, 18", // Too few, without a reserve of 48 fewer.
        "1024, 660, 64, 64, 64",
        "1048576, 1047188, 64, 1024, 128"
    })
    void shouldShareOutAllDescriptors(long descriptors, int connections, int publishers, int refusals, int management) {
        String reserve = descriptors == 300 ? "limits.publisher-reserve=48" : "limits.publisher-reserve=64";
        DescriptorBudget budget = budget(descriptors, reserve);
        assertThat(budget.refusals()).isEqualTo(refusals);
        assertThat(budget.management()).isEqualTo(management);
        long open = (long) budget.connections() + budget.publishers() + budget.refusals() + budget.management();
        assertThat(open).isLessThanOrEqualTo(descriptors - 172);
        assertThat(budget.connections()).isGreaterThanOrEqualTo(connections);
        assertThat(budget.publishers()).isLessThanOrEqualTo(publishers);
    }

    @Test
    void shouldLeaveRoomForEachEventLoopAndForCallsOfItsOwn() {
        int few = budget(10_000).connections();
        assertThat(DescriptorBudget.of(limits(), 64, 0, 10_000, OPEN).connections())
                .isEqualTo(few - 62 * 4);
        assertThat(DescriptorBudget.of(limits(), 2, 64, 10_000, OPEN).connections())
                .isEqualTo(few - 64);
    }

    @Test
    void shouldSayWhatFits() {
        assertThat(budget(10_000, "limits.max-connections=500"))
                .hasToString("The 10,000 file descriptors of the process (ulimit -n) are enough for 500 connections, 64"
                        + " more that open no stream, 625 that are being rejected and 128 of management");
    }

    @Test
    void shouldRefuseToStartWhereNothingUsefulFits() {
        assertThatThrownBy(() -> budget(250))
                .isInstanceOf(ConfigException.class)
                .hasMessageContainingAll("limits.max-connections", "250", "0 connections fit", "ulimit -n");
        assertThatThrownBy(() -> budget(300, "limits.publisher-reserve=128")).isInstanceOf(ConfigException.class);
        // Who wants few gets few.
        assertThat(budget(260, "limits.max-connections=2", "limits.publisher-reserve=8")
                        .connections())
                .isEqualTo(2);
    }

    @Test
    void shouldWarnOfFewConnections() {
        LimitsConfig open = limits();
        assertThat(budget(1024).warning(open)).get().asString().contains("Only 660 connections", "1,024", "ulimit -n");
        assertThat(budget(10_000).warning(open)).isEmpty();
        LimitsConfig meant = limits("limits.max-connections=100");
        assertThat(budget(1024, "limits.max-connections=100").warning(meant)).isEmpty();
        LimitsConfig many = limits("limits.max-connections=5000");
        DescriptorBudget cut = budget(1024, "limits.max-connections=5000");
        assertThat(cut.connections()).isEqualTo(660);
        assertThat(cut.warning(many)).get().asString().contains("5,000", "660", "limits.max-connections");
    }
}
