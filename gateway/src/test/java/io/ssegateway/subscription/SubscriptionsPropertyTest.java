package io.ssegateway.subscription;

import static org.assertj.core.api.Assertions.assertThat;

import io.ssegateway.config.load.ConfigLoader;
import io.ssegateway.eventlog.Appended;
import io.ssegateway.eventlog.EventLog;
import io.ssegateway.eventlog.Update;
import io.ssegateway.eventlog.memory.MemoryEventLog;
import io.ssegateway.hub.Hub;
import io.ssegateway.hub.InFlightRequests;
import io.ssegateway.metrics.GatewayMetrics;
import io.ssegateway.subscription.SubscriptionTracker.Tracked;
import io.ssegateway.testing.Core;
import io.ssegateway.testing.ForwardingLog;
import io.ssegateway.testing.Logs;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import tools.jackson.databind.JsonNode;

/** Streams come and go on two nodes, while table and log answer late, in whatever order, and may refuse. */
class SubscriptionsPropertyTest {
    enum Step {
        OPEN_A,
        OPEN_B,
        CLOSE_OLDEST,
        CLOSE_NEWEST,
        TABLE_ANSWERS,
        LOG_ANSWERS,
        LOOK_A,
        LOOK_B,
        TABLE_REFUSES,
        TABLE_TAKES
    }

    @Property
    void shouldTellEverythingInOrderAndAgreeInTheEnd(@ForAll @Size(max = 60) List<Step> steps) {
        HeldTable table = new HeldTable();
        LateAnswers log =
                new LateAnswers(new MemoryEventLog(ConfigLoader.defaults().log(), InstantSource.system()));
        Hub hub = new Hub(log, Core.start().streams(), new InFlightRequests(), GatewayMetrics.NONE);
        TestCluster cluster = new TestCluster();
        cluster.table = table;
        Subscriptions a = new Subscriptions(cluster.join("a"), hub);
        Subscriptions b = new Subscriptions(cluster.join("b"), hub);
        List<Tracked> open = new ArrayList<>();
        for (Step step : steps) {
            switch (step) {
                case OPEN_A -> open.add(a.opened(List.of("t", "{u}"), null));
                case OPEN_B -> open.add(b.opened(List.of("t"), null));
                case CLOSE_OLDEST -> close(open, 0);
                case CLOSE_NEWEST -> close(open, open.size() - 1);
                case TABLE_ANSWERS -> answer(table);
                case LOG_ANSWERS -> log.answer();
                case LOOK_A -> look(a, table, log);
                case LOOK_B -> look(b, table, log);
                case TABLE_REFUSES -> table.refusing = true;
                case TABLE_TAKES -> table.refusing = false;
            }
        }
        table.refusing = false;
        answerAll(table, log);
        for (int i = 0; i < 3; i++) {
            look(a, table, log);
            look(b, table, log);
        }

        Map<String, Boolean> told = new HashMap<>();
        for (JsonNode document : Told.documents(log.log())) {
            Boolean before = told.put(
                    document.get("id").stringValue(), document.get("active").booleanValue());
            assertThat(before == null ? Boolean.FALSE : before)
                    .as("what was told before %s", document)
                    .isNotEqualTo(document.get("active").booleanValue());
        }
        told.values().removeIf(active -> !active);
        assertThat(Logs.await(table.all()).keySet()).isEqualTo(told.keySet());
        assertThat(told.keySet().stream().map(id -> id.replaceAll(".*/", "")).distinct())
                .as("streams")
                .hasSameSizeAs(open);
        a.close(Duration.ZERO);
        b.close(Duration.ZERO);
    }

    private static void close(List<Tracked> open, int index) {
        if (!open.isEmpty()) {
            open.remove(index).close();
        }
    }

    private static void answer(HeldTable table) {
        if (table.held() > 0) {
            table.answer();
        }
    }

    /** A look waits for what it asks for, so that is answered at once; what was asked before it is still under way. */
    private static void look(Subscriptions node, HeldTable table, LateAnswers log) {
        table.open = true;
        log.open = true;
        node.reconcileNow();
        table.open = false;
        log.open = false;
    }

    private static void answerAll(HeldTable table, LateAnswers log) {
        while (table.held() + log.held.size() > 0) {
            answer(table);
            log.answer();
        }
    }

    /** A log that appends at once and says so when the test lets it. */
    private static final class LateAnswers extends ForwardingLog {
        final List<Runnable> held = new ArrayList<>();
        boolean open;

        LateAnswers(EventLog log) {
            super(log);
        }

        EventLog log() {
            return log;
        }

        void answer() {
            if (!held.isEmpty()) {
                held.remove(held.size() - 1).run();
            }
        }

        @Override
        public CompletionStage<Appended> append(Update update) {
            CompletionStage<Appended> done = log.append(update);
            if (open) {
                return done;
            }
            CompletableFuture<Appended> answer = new CompletableFuture<>();
            held.add(() -> done.thenAccept(answer::complete));
            return answer;
        }
    }
}
