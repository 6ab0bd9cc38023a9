package io.ssegateway.catchup;

import static org.assertj.core.api.Assertions.assertThat;

import io.ssegateway.config.SlowConsumerConfig;
import io.ssegateway.config.SlowConsumerPolicy;
import io.ssegateway.config.SlowConsumerTopicConfig;
import io.ssegateway.topic.Interest;
import io.ssegateway.topic.Topic;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which policy a stream has. */
class SlowConsumersTest {

    @Test
    void shouldChooseThePolicyByTheLongestPrefixAndTheGeneralOneForMixtures() {
        SlowConsumers slow = new SlowConsumers(new SlowConsumerConfig(
                SlowConsumerPolicy.DISCONNECT,
                1,
                Duration.ofHours(1),
                List.of(
                        new SlowConsumerTopicConfig("/prices", SlowConsumerPolicy.LATEST),
                        new SlowConsumerTopicConfig("/prices/log", SlowConsumerPolicy.SKIP))));

        assertThat(slow.policy(Interest.in(new Topic("/prices/1"))).word()).isEqualTo("latest");
        assertThat(slow.policy(Interest.in(new Topic("/prices/log/1"))).word()).isEqualTo("skip");
        assertThat(slow.policy(Interest.in(new Topic("/prices/1"), new Topic("/prices/2")))
                        .word())
                .isEqualTo("latest");
        assertThat(slow.policy(Interest.in(new Topic("/prices/1"), new Topic("/prices/log/2")))
                        .word())
                .isEqualTo("disconnect");
        assertThat(slow.policy(Interest.in(new Topic("/other"))).word()).isEqualTo("disconnect");
        assertThat(slow.policy(Interest.NONE).word()).isEqualTo("disconnect");
    }
}
