package io.ssegateway.loadtest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

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

        assertThat(check.missing()).isEqualTo(10 - seen.size());
        assertThat(check.isComplete()).isEqualTo(seen.size() == 10);
        assertThat(check.duplicated()).isEqualTo(duplicated);
        assertThat(check.outOfOrder()).isEqualTo(outOfOrder);
    }
}
