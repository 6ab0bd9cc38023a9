package io.ssegateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The threads that gateways start in this process. Only for tests that no other test runs beside. */
final class GatewayThreads {
    private final Set<Thread> before = all();

    private static Set<Thread> all() {
        return Thread.getAllStackTraces().keySet();
    }

    private static boolean isGatewaysOwn(Thread thread) {
        return Stream.of("stream-loop-", "management-", "log-", "lettuce-", "subscriptions-", "HttpClient-")
                .anyMatch(thread.getName()::startsWith);
    }

    /** Those that were not there when this was made. */
    private List<String> left() {
        return all().stream()
                .filter(thread -> thread.isAlive() && !before.contains(thread) && isGatewaysOwn(thread))
                .map(Thread::getName)
                .collect(Collectors.toList());
    }

    /** None is left that was not there when this was made. */
    void haveEnded() {
        await().atMost(5, TimeUnit.SECONDS)
                .untilAsserted(() -> assertThat(left()).isEmpty());
    }
}
