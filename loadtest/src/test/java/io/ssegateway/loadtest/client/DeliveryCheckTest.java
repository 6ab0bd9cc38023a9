package io.ssegateway.loadtest.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class DeliveryCheckTest {

    @Property
    void shouldCountAsSetsWould(@ForAll @Size(max = 30) List<@IntRange(max = 9) Integer> received) {
        DeliveryCheck check = new DeliveryCheck(10);
        Set<Integer> seen = new HashSet<>();
        int duplicated = 0;
        int outOfOrder = 0;
        int highest = -1;
        for (int sequence : received) {
            check.received(sequence);
            boolean again = !seen.add(sequence);
            duplicated += again ? 1 : 0;
            outOfOrder += !again && sequence < highest ? 1 : 0;
            highest = Math.max(highest, sequence);
        }

        assertThat(check.missing(10)).isEqualTo(10 - seen.size());
        assertThat(check.isComplete()).isEqualTo(seen.size() == 10);
        assertThat(check.duplicated()).isEqualTo(duplicated);
        assertThat(check.outOfOrder()).isEqualTo(outOfOrder);
    }

    @Test
    void shouldKnowNothingMissingBehindWhatWasSent() {
        DeliveryCheck check = new DeliveryCheck(1000);
        check.received(0);
        check.received(2);

        assertThat(check.missing(4)).isEqualTo(2);
        assertThat(check.missing(3)).isEqualTo(1);
        assertThat(check.isComplete()).isFalse();
    }
}
