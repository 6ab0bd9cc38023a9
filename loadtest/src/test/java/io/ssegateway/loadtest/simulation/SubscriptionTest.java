package io.ssegateway.loadtest.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ssegateway.eventlog.Position;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A log of the positions 1-0, 2-0, 3-0 and 4-0 with the messages 0 to 3, and a stream that began at 1-0. */
class SubscriptionTest {

    private final Publications published = new Publications();
    private final Subscription subscription = new Subscription();

    @BeforeEach
    void publish() {
        for (int i = 0; i < 4; i++) {
            int number = published.next();
            published.acknowledged(number, new Position(number + 1, 0));
        }
        subscription.begin("1-0");
    }

    @Test
    void shouldBeContentWithWhatCameAfterItsBeginning() {
        take(1, 2, 3);

        assertThat(subscription.faults(published)).isEmpty();
        assertThat(subscription.count()).isEqualTo(3);
        assertThat(subscription.cursor()).isEqualTo("4-0");
    }

    @Test
    void shouldStandAtItsBeginningBeforeTheFirstMessage() {
        assertThat(subscription.cursor()).isEqualTo("1-0");
        assertThat(subscription.missing(published)).isEqualTo(3);
    }

    @Test
    void shouldFindWhatIsMissing() {
        take(1, 3);

        assertThat(subscription.faults(published)).isEqualTo("1 missing");
    }

    @Test
    void shouldFindWhatComesTwice() {
        take(1, 2, 2, 3, 1);

        assertThat(subscription.faults(published)).isEqualTo("2 twice");
    }

    @Test
    void shouldFindWhatIsOutOfOrder() {
        take(2, 1, 3);

        assertThat(subscription.faults(published)).isEqualTo("1 out of order");
    }

    @Test
    void shouldFindWhatIsFromBeforeItsBeginning() {
        take(1, 2, 3);
        subscription.take(event(9, 9));

        assertThat(subscription.faults(published)).startsWith("1 from before the stream began");
    }

    @Test
    void shouldCountAGapAsAFault() {
        take(1, 2, 3);
        subscription.take("{\"event\":\"gap\",\"id\":\"2-0\",\"data\":{\"reason\":\"expired\",\"requested\":\"1-0\"}}");

        assertThat(subscription.faults(published)).isEqualTo("1 gaps");
    }

    @Test
    void shouldPassByEventsThatAreNoMessages() {
        take(1, 2, 3);
        subscription.take("{\"data\":{\"type\":\"welcome\",\"connectionId\":\"30jinemlbsmew\"}}");
        subscription.take("{\"id\":\"5-0\"}");

        assertThat(subscription.faults(published)).isEmpty();
    }

    @Test
    void shouldKeepItsBeginningWhenItComesBack() {
        take(1);
        subscription.begin("2-0");
        take(3);

        assertThat(subscription.faults(published)).isEqualTo("1 missing");
    }

    @Test
    void shouldFindAStreamThatNeverBegan() {
        assertThat(new Subscription().faults(published)).isEqualTo("the stream never began");
    }

    @Test
    void shouldRefuseIdsThatAreNone() {
        assertThatThrownBy(() -> new Subscription().begin("x")).hasMessageContaining("x");
    }

    @Test
    void shouldTellTheRunOfEveryFault() {
        Deliveries deliveries = new Deliveries(published);
        take(1, 3);

        assertThatThrownBy(() -> deliveries.judge(subscription)).hasMessage("delivery: 1 missing");
        assertThat(deliveries)
                .hasToString("4 messages published, 1 streams, 2 deliveries, 1 missing, 1 streams with faults");
    }

    private void take(int... numbers) {
        for (int number : numbers) {
            subscription.take(event(number + 1, number));
        }
    }

    private static String event(int millis, int number) {
        return "{\"id\":\"%d-0\",\"data\":{\"number\":%d}}".formatted(millis, number);
    }
}
