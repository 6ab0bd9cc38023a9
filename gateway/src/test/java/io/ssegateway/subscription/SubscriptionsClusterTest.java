package io.ssegateway.subscription;

import static org.assertj.core.api.Assertions.assertThat;

import io.ssegateway.eventlog.EventLog;
import io.ssegateway.subscription.SubscriptionTracker.Tracked;
import io.ssegateway.testing.Core;
import io.ssegateway.testing.Logs;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Nodes that share a log and a table. A node dies in that nobody hears of it or uses it any more. */
class SubscriptionsClusterTest {
    private final TestCluster cluster = new TestCluster();
    private final Core core = Core.start();
    private final EventLog log = core.log();
    private final List<Subscriptions> nodes = new ArrayList<>();
    private final Subscriptions a = node("a");
    private final Subscriptions b = node("b");
    private final Subscriptions c = node("c");

    private Subscriptions node(String name) {
        Subscriptions node = new Subscriptions(cluster.join(name), core.hub());
        nodes.add(node);
        return node;
    }

    @AfterEach
    void stop() {
        nodes.forEach(node -> node.close(Duration.ZERO));
    }

    @Test
    void shouldListTheSubscriptionsOfAllNodesOnEach() {
        a.opened(List.of("of a"), JsonNodeFactory.instance.numberNode(1.5));
        Tracked ofB = b.opened(List.of("of b"), null);

        for (Subscriptions node : nodes) {
            assertThat(topics(node)).containsExactlyInAnyOrder("of a", "of b");
        }
        ofB.close();

        for (Subscriptions node : nodes) {
            assertThat(topics(node)).containsExactly("of a");
        }
    }

    @Test
    void shouldEndTheSubscriptionsOfANodeThatTwoLooksMissOnce() {
        a.opened(List.of("stays"), null);
        b.opened(List.of("goes", "goes too"), null);
        look(a, c);
        look(a, c);
        cluster.alive.remove("b");

        look(a, c);
        assertThat(topics(a)).as("after one look").hasSize(3);
        look(a, c);
        look(a, c);

        assertThat(topics(a)).containsExactly("stays");
        assertThat(Told.story(log)).startsWith("+stays", "+goes", "+goes too").hasSize(5);
        assertThat(Told.story(log).subList(3, 5)).containsExactlyInAnyOrder("-goes", "-goes too");
    }

    @Test
    void shouldEndThemOnceThoughAllNodesFindThemAtTheSameTime() throws Exception {
        for (int i = 0; i < 500; i++) {
            b.opened(List.of("t"), null);
        }
        look(a, c);
        cluster.alive.remove("b");
        look(a, c);

        Callable<?> lookOfA = () -> {
            look(a);
            return true;
        };
        Callable<?> lookOfC = () -> {
            look(c);
            return true;
        };
        Logs.together(List.of(lookOfA, lookOfC));

        assertThat(topics(a)).isEmpty();
        assertThat(Told.story(log).stream().filter("-t"::equals)).hasSize(500);
    }

    @Test
    void shouldTellTheEndOfAnothersSubscriptionAsThatOneWould() {
        b.opened(List.of("t"), JsonNodeFactory.instance.objectNode().put("who", "me"));
        cluster.alive.remove("b");
        look(a);
        look(a);

        ObjectNode begin = (ObjectNode) Told.documents(log).get(0).deepCopy();
        begin.put("active", false);
        assertThat(Told.documents(log).get(1)).isEqualTo(begin);
    }

    @Test
    void shouldNotEndThoseOfANodeThatIsHeardOfAgain() {
        b.opened(List.of("t"), null);
        for (int i = 0; i < 10; i++) {
            cluster.alive.remove("b");
            look(a);
            cluster.alive.add("b");
            look(a);
        }

        assertThat(Told.story(log)).containsExactly("+t");
    }

    /** After an outage all nodes seem to be gone until they have been heard of again. */
    @Test
    void shouldBeginToCountAnewWhenNobodyCouldBeAsked() {
        b.opened(List.of("t"), null);
        cluster.alive.remove("b");
        look(a);
        cluster.away = true;
        look(a);
        cluster.away = false;
        look(a);

        assertThat(Told.story(log)).containsExactly("+t");
        look(a);
        assertThat(Told.story(log)).containsExactly("+t", "-t");
    }

    @Test
    void shouldEndAtOnceWhatAnEarlierProcessOfThisNodeHasLeft() {
        b.opened(List.of("before"), null);

        Subscriptions again = node("b");
        Tracked stream = again.opened(List.of("after"), null);
        again.reconcileNow();
        again.reconcileNow();

        assertThat(topics(a)).containsExactly("after");
        stream.close();
        assertThat(Told.story(log)).containsExactly("+before", "+after", "-before", "-after");
    }

    @Test
    void shouldBeginAnewWhatOthersTookForGone() {
        Tracked stream = b.opened(List.of("t"), null);
        look(b);
        cluster.alive.remove("b");
        look(a);
        look(a);
        assertThat(topics(a)).isEmpty();

        cluster.alive.add("b");
        for (int i = 0; i < Reconciler.RUNS_BETWEEN_CHECKS; i++) {
            look(b);
        }

        assertThat(topics(a)).containsExactly("t");
        stream.close();
        assertThat(Told.story(log)).containsExactly("+t", "-t", "+t", "-t");
    }

    @Test
    void shouldNotTellTheEndTwiceOfWhatOthersTookForGone() {
        Tracked stream = b.opened(List.of("t"), null);
        cluster.alive.remove("b");
        look(a);
        look(a);

        stream.close();
        look(b);

        assertThat(Told.story(log)).containsExactly("+t", "-t");
    }

    @Test
    void shouldLeaveTheTableAloneWhileThereIsNoReason() {
        look(a, b);
        look(a, b);
        cluster.table.put(
                "/.well-known/mercure/subscriptions/t/s",
                new Row("a", new Subscription("x", "t", "s", null)).value(),
                null);

        look(a, b);
        assertThat(Logs.await(cluster.table.all())).hasSize(1);
        for (int i = 0; i < Reconciler.RUNS_BETWEEN_CHECKS; i++) {
            look(a, b);
        }

        assertThat(Logs.await(cluster.table.all())).isEmpty();
    }

    @Test
    void shouldLeaveRowsAloneThatItCannotRead() {
        a.opened(List.of("t"), null);
        cluster.table.put("/.well-known/mercure/subscriptions/later/version", "{\"owner\":\"a\"}", null);
        look(a, b);
        look(a, b);

        assertThat(topics(b)).containsExactly("t");
        assertThat(Logs.await(cluster.table.all())).hasSize(2);
    }

    @Test
    void shouldPutBackAWholeTableThatWasLost() {
        for (int i = 0; i < 300; i++) {
            a.opened(List.of("t"), null);
        }
        for (String id : Map.copyOf(Logs.await(cluster.table.all())).keySet()) {
            Logs.await(cluster.table.remove(id));
        }

        look(a);

        assertThat(topics(b)).hasSize(300);
        assertThat(Told.story(log)).hasSize(600).containsOnly("+t");
    }

    private static void look(Subscriptions... nodes) {
        for (Subscriptions node : nodes) {
            node.reconcileNow();
        }
    }

    private static List<String> topics(Subscriptions node) {
        return Logs.await(node.query(
                Subscription.COLLECTION,
                found -> found.stream().map(Subscription::topic).toList()));
    }
}
