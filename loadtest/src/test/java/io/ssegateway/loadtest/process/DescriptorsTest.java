package io.ssegateway.loadtest.process;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DescriptorsTest {

    @ParameterizedTest
    @CsvSource({"1100,1000,1", "1100,1001,2", "1100,3000,3", "1100,3001,4", "9223372036854775807,1000000,1", "50,3,3"})
    void shouldKnowHowManyProcessesAreNeeded(long limit, int streams, int processes) {
        assertThat(new Descriptors(limit).processesFor(streams)).isEqualTo(processes);
    }

    @Test
    void shouldSayWhichLimitIsTooLow() {
        Descriptors descriptors = new Descriptors(1100);
        assertThat(descriptors.tooFew(2000, 2)).isEmpty();
        assertThat(descriptors.tooFew(2001, 2))
                .hasValue("1001 streams need 1101 file descriptors, but the limit is 1100:"
                        + " raise it with 'ulimit -n 1101' or open fewer");
    }

    @Test
    void shouldKnowTheLimitOfThisProcess() {
        assertThat(Descriptors.ofThisProcess().limit()).isPositive();
    }
}
