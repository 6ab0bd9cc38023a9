package io.ssegateway.subscription;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ssegateway.cluster.SharedTable;
import io.ssegateway.eventlog.Entry;
import io.ssegateway.eventlog.EventLog;
import io.ssegateway.eventlog.LogUnavailableException;
import io.ssegateway.subscription.SubscriptionTracker.Tracked;
import io.ssegateway.testing.Core;
import io.ssegateway.testing.Logs;
import io.ssegateway.topic.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class SubscriptionsTest {
    private final TestCluster cluster = new TestCluster();
    private final Core core = Core.start();
    private final EventLog log = core.log();
    private final Subscriptions subscriptions = new Subscriptions(cluster.join("n"), core.hub());

    @AfterEach
    void stop() {
        subscriptions.close(Duration.ZERO);
    }

    @Test
    void shouldTellEachSelectorOfAStreamWhenItBeginsAndWhenItEnds() {
        Tracked stream = subscriptions.opened(List.of("a", "/b/{c}", "*"), null);

        assertThat(active(Subscription.COLLECTION)).containsExactlyInAnyOrder("a", "/b/{c}", "*");
        stream.close();

        assertThat(active(Subscription.COLLECTION)).isEmpty();
        assertThat(Told.story(log)).containsExactly("+a", "+/b/{c}", "+*", "-a", "-/b/{c}", "-*");
    }

    @Test
    void shouldPublishPrivatelyToTheSubscriptionsOwnTopicUnderTheIdOfItsPosition() {
        subscriptions.opened(List.of("a"), new JsonMapper().readTree("{\"who\":\"me\"}"));

        Entry update = Told.updates(log).get(0);
        Subscription subscription = all().get(0);
        assertThat(update.update().isPrivate()).isTrue();
        assertThat(update.update().topics()).containsExactly(new Topic(subscription.id()));
        assertThat(update.update().event().id()).isEqualTo(update.position().toString());
        assertThat(update.update().event().event()).isNull();
        assertThat(Told.document(update)).isEqualTo(subscription.document(true));
        assertThat(subscription.subscriber()).matches("urn:uuid:[0-9a-f-]{36}");
        assertThat(subscription.payload()).hasToString("{\"who\":\"me\"}");
    }

    @Test
    void shouldTellASelectorThatIsGivenTwiceOnce() {
        subscriptions.opened(List.of("a", "a"), null).close();

        assertThat(Told.story(log)).containsExactly("+a", "-a");
    }

    @Test
    void shouldTellAnEndOnce() throws Exception {
        Tracked stream = subscriptions.opened(List.of("a"), null);
        Callable<?> close = () -> {
            stream.close();
            return true;
        };

        Logs.together(List.of(close, close, close, close));

        assertThat(Told.story(log)).containsExactly("+a", "-a");
    }

    @Test
    void shouldGiveTheSelectorsOfAStreamOneSubscriberAndOtherStreamsOthers() {
        subscriptions.opened(List.of("a", "b"), null);
        subscriptions.opened(List.of("a"), null);

        assertThat(all().stream().map(Subscription::subscriber).distinct()).hasSize(2);
        assertThat(active(Subscription.path("a"))).containsExactly("a", "a");
        assertThat(active(Subscription.path("b"))).containsExactly("b");
    }

    @Test
    void shouldFindTheSubscriptionsToOneSelectorAloneHoweverOthersBegin() {
        subscriptions.opened(List.of("a", "ab", "a/b", "a%2Fb", "/"), null);

        assertThat(active(Subscription.path("a"))).containsExactly("a");
        assertThat(active(Subscription.path("a/b"))).containsExactly("a/b");
        assertThat(active(Subscription.path("b"))).isEmpty();
        String id = all().get(0).id();
        assertThat(active(id)).containsExactly(all().get(0).topic());
        assertThat(active(id.substring(0, id.length() - 1))).isEmpty();
    }

    @Test
    void shouldPassOverASelectorWhoseOwnTopicWouldBeTooLong() {
        String subscriptionToLongest = Subscription.path("/".repeat(Topic.MAX_BYTES), "s");

        subscriptions.opened(List.of(subscriptionToLongest, "a"), null).close();

        assertThat(Told.story(log)).containsExactly("+a", "-a");
    }

    @Test
    void shouldTellTheEndBehindTheBeginningThatIsUnderWay() {
        HeldTable table = new HeldTable();
        cluster.table = table;
        Subscriptions held = new Subscriptions(cluster.join("n"), core.hub());

        held.opened(List.of("a"), null).close();
        assertThat(Told.story(log)).isEmpty();
        assertThat(table.held()).isEqualTo(1);
        table.answer();
        assertThat(Told.story(log)).containsExactly("+a");
        table.answer();

        assertThat(Told.story(log)).containsExactly("+a", "-a");
        assertThat(table.held()).isZero();
        held.close(Duration.ZERO);
    }

    @Test
    void shouldNotTellTheEndOfWhatNeverBegan() {
        HeldTable table = new HeldTable();
        cluster.table = table;
        Subscriptions held = new Subscriptions(cluster.join("n"), core.hub());

        table.refusing = true;
        Tracked stream = held.opened(List.of("a"), null);
        table.refusing = false;
        stream.close();
        table.answer();

        assertThat(Told.story(log)).isEmpty();
        held.close(Duration.ZERO);
    }

    @Test
    void shouldLeaveStreamsInPeaceIfTheLogFails() {
        log.close();

        Tracked stream = subscriptions.opened(List.of("a"), null);
        stream.close();

        assertThat(all()).isEmpty();
    }

    @Test
    void shouldLeaveStreamsInPeaceIfTheTableThrows() {
        cluster.table = new BrokenTable();
        Subscriptions broken = new Subscriptions(cluster.join("n"), core.hub());

        broken.opened(List.of("a", "b"), null).close();
        broken.reconcileNow();

        assertThat(Told.updates(log)).isEmpty();
        broken.close(Duration.ofSeconds(20));
    }

    @Test
    void shouldTellLaterWhatCouldNotBeToldWhenItBegan() {
        HeldTable table = new HeldTable();
        cluster.table = table;
        Subscriptions held = new Subscriptions(cluster.join("n"), core.hub());
        table.open = true;
        table.refusing = true;
        Tracked stream = held.opened(List.of("a"), null);
        table.refusing = false;

        held.reconcileNow();
        assertThat(Told.story(log)).containsExactly("+a");
        held.reconcileNow();
        held.reconcileNow();
        stream.close();

        assertThat(Told.story(log)).containsExactly("+a", "-a");
        held.close(Duration.ZERO);
    }

    @Test
    void shouldTellLaterWhatCouldNotBeToldWhenItEnded() {
        HeldTable table = new HeldTable();
        cluster.table = table;
        Subscriptions held = new Subscriptions(cluster.join("n"), core.hub());
        table.open = true;
        Tracked stream = held.opened(List.of("a"), null);
        table.refusing = true;
        stream.close();
        table.refusing = false;

        held.reconcileNow();
        held.reconcileNow();

        assertThat(Told.story(log)).containsExactly("+a", "-a");
        held.close(Duration.ZERO);
    }

    @Test
    void shouldNotTakeForLeftBehindWhatIsBeingTold() {
        HeldTable table = new HeldTable();
        cluster.table = table;
        Subscriptions held = new Subscriptions(cluster.join("n"), core.hub());
        Tracked stream = held.opened(List.of("a"), null);
        stream.close();
        table.open = true;

        held.reconcileNow();
        assertThat(Told.story(log)).isEmpty();
        table.answer();

        assertThat(Told.story(log)).containsExactly("+a", "-a");
        held.close(Duration.ZERO);
    }

    @Test
    void shouldWaitAtTheStopForWhatIsUnderWay() throws Exception {
        HeldTable table = new HeldTable();
        cluster.table = table;
        Subscriptions held = new Subscriptions(cluster.join("n"), core.hub());
        held.opened(List.of("a"), null).close();

        Logs.together(List.of(
                () -> {
                    held.close(Duration.ofMinutes(5));
                    return true;
                },
                () -> {
                    table.answer();
                    table.answer();
                    return true;
                }));

        assertThat(Told.story(log)).containsExactly("+a", "-a");
    }

    @Test
    void shouldSayThatItStopsToWhoAsksLate() {
        subscriptions.close(Duration.ZERO);

        assertThatThrownBy(() -> all()).hasStackTraceContaining(LogUnavailableException.class.getName());
    }

    @Test
    void shouldTellManyStreamsThatComeAndGoAtOnce() throws Exception {
        List<Callable<?>> clients = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            clients.add(() -> {
                for (int n = 0; n < 250; n++) {
                    Tracked stream = subscriptions.opened(List.of("a"), null);
                    if (n % 2 == 0) {
                        stream.close();
                    }
                }
                return true;
            });
        }
        clients.add(() -> {
            for (int n = 0; n < 50; n++) {
                subscriptions.reconcileNow();
            }
            return true;
        });

        Logs.together(clients);

        assertThat(all()).hasSize(1000);
        assertThat(Told.story(log).stream().filter("+a"::equals)).hasSize(2000);
        assertThat(Told.story(log).stream().filter("-a"::equals)).hasSize(1000);
    }

    private List<Subscription> all() {
        return Logs.await(subscriptions.query(Subscription.COLLECTION, found -> found));
    }

    private List<String> active(String path) {
        return Logs.await(subscriptions.query(
                path, found -> found.stream().map(Subscription::topic).toList()));
    }

    private static final class BrokenTable implements SharedTable {
        @Override
        public CompletionStage<Void> put(String key, String value, @Nullable Instant until) {
            throw new IllegalStateException("broken");
        }

        @Override
        public CompletionStage<Boolean> remove(String key) {
            throw new IllegalStateException("broken");
        }

        @Override
        public CompletionStage<Map<String, String>> all() {
            throw new IllegalStateException("broken");
        }
    }
}
