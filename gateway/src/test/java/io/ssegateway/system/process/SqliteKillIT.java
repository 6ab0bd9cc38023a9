package io.ssegateway.system.process;

import static io.ssegateway.testing.Logs.ALL;
import static io.ssegateway.testing.Logs.readAll;
import static org.assertj.core.api.Assertions.assertThat;

import io.ssegateway.config.LogConfig;
import io.ssegateway.eventlog.Entry;
import io.ssegateway.eventlog.EventLog;
import io.ssegateway.eventlog.Position;
import io.ssegateway.eventlog.sqlite.SqliteEventLog;
import io.ssegateway.protocol.sse.ServerSentEvent;
import io.ssegateway.testing.Answer;
import io.ssegateway.testing.EventReader;
import io.ssegateway.testing.GatewayProcess;
import io.ssegateway.testing.RawClient;
import io.ssegateway.testing.Rounds;
import io.ssegateway.testing.RunningGateway;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A gateway that is killed again and again in the middle of a storm of publishes; more often in the long form. */
class SqliteKillIT {
    private static final int KILLS = Rounds.of(10, 100);
    private static final int PUBLISHERS = 3;
    private static final int BATCH = 5;
    private static final int MOST_BETWEEN_KILLS = 150;

    @TempDir
    private Path folder;

    /** Where the gateway listens; incomplete while there is none. */
    private volatile CompletableFuture<InetSocketAddress> gateway = new CompletableFuture<>();

    private volatile boolean done;
    private final Semaphore acknowledgements = new Semaphore(0);

    /** What an answer said of an update. */
    private record Acknowledged(String id, Position position, String data) {}

    /** What a stream brought. */
    private record Received(String id, String data) {}

    @Test
    void shouldKeepWhatItAcknowledgedAndLoseNothingForThoseWhoResume() throws Exception {
        Random random = new Random();
        ExecutorService threads = Executors.newCachedThreadPool();
        List<Received> received;
        List<List<Acknowledged>> acknowledged = new ArrayList<>();
        try {
            GatewayProcess process = start();
            CompletableFuture<Void> subscribed = new CompletableFuture<>();
            Future<List<Received>> subscriber = threads.submit(() -> subscribe(subscribed));
            subscribed.get(30, TimeUnit.SECONDS);
            List<Future<List<Acknowledged>>> publishers = new ArrayList<>();
            for (int i = 0; i < PUBLISHERS; i++) {
                int number = i;
                publishers.add(threads.submit(() -> publish(number)));
            }
            for (int kill = 0; kill <= KILLS; kill++) {
                acknowledgements.drainPermits();
                int some = 1 + random.nextInt(MOST_BETWEEN_KILLS);
                assertThat(acknowledgements.tryAcquire(some, 60, TimeUnit.SECONDS))
                        .as("publishing after %s kills", kill)
                        .isTrue();
                if (kill < KILLS) {
                    gateway = new CompletableFuture<>();
                    process.kill();
                    process = start();
                }
            }
            done = true;
            for (Future<List<Acknowledged>> publisher : publishers) {
                acknowledged.add(publisher.get(60, TimeUnit.SECONDS));
            }
            try (RawClient client = RawClient.connect(address())) {
                assertThat(client.post("/publish", "{\"topics\":[\"storm\"],\"data\":\"end\"}")
                                .answer()
                                .status())
                        .isEqualTo(200);
            }
            received = subscriber.get(60, TimeUnit.SECONDS);
            process.stop();
        } finally {
            done = true;
            gateway.completeExceptionally(new IllegalStateException("the test is over"));
            threads.shutdownNow();
        }
        check(acknowledged, received);
    }

    private void check(List<List<Acknowledged>> acknowledged, List<Received> received) {
        List<Entry> log = new ArrayList<>();
        LogConfig config = RunningGateway.config(settings()).log();
        try (EventLog file = new SqliteEventLog(config, "node", InstantSource.system())) {
            log.addAll(readAll(file, Position.ORIGIN, ALL, 500));
        }
        Map<Position, Received> byPosition = new HashMap<>();
        List<Received> inLog = new ArrayList<>();
        for (Entry entry : log) {
            ServerSentEvent event = entry.update().event();
            inLog.add(new Received(String.valueOf(event.id()), String.valueOf(event.data())));
            byPosition.put(entry.position(), inLog.get(inLog.size() - 1));
        }
        assertThat(inLog).extracting(Received::data).doesNotHaveDuplicates();
        for (List<Acknowledged> ofOne : acknowledged) {
            assertThat(ofOne).extracting(Acknowledged::position).isSorted();
            assertThat(ofOne)
                    .isNotEmpty()
                    .allSatisfy(update -> assertThat(byPosition.get(update.position()))
                            .isEqualTo(new Received(update.id(), update.data())));
        }
        assertThat(received).isEqualTo(inLog);
    }

    private String[] settings() {
        return new String[] {
            "log.type=sqlite",
            "log.sqlite.file=" + folder.resolve("log.db"),
            "log.max-events=10000000",
            "stream.welcome=false"
        };
    }

    private GatewayProcess start() throws Exception {
        GatewayProcess process = GatewayProcess.start(settings());
        gateway.complete(new InetSocketAddress(
                InetAddress.getLoopbackAddress(), process.url().getPort()));
        return process;
    }

    private InetSocketAddress address() throws Exception {
        return gateway.get(60, TimeUnit.SECONDS);
    }

    /**
     * Publishes until it is told to stop. The first publisher gives its updates ids and repeats what was not answered;
     * the others go on with the next update.
     */
    private List<Acknowledged> publish(int number) throws Exception {
        List<Acknowledged> acknowledged = new ArrayList<>();
        int next = 0;
        boolean repeats = number == 0;
        while (!done) {
            try (RawClient client = RawClient.connect(address())) {
                while (!done) {
                    List<String> batch = data(number, next);
                    if (!repeats) {
                        next += BATCH;
                    }
                    Answer answer =
                            client.post("/publish", json(batch, repeats)).answer();
                    assertThat(answer.status()).isEqualTo(200);
                    if (repeats) {
                        next += BATCH;
                    }
                    JsonNode taken = answer.json();
                    for (int i = 0; i < BATCH; i++) {
                        acknowledged.add(new Acknowledged(
                                taken.get("ids").get(i).stringValue(),
                                Position.parse(taken.get("positions").get(i).stringValue())
                                        .orElseThrow(),
                                batch.get(i)));
                    }
                    acknowledgements.release();
                }
            } catch (UncheckedIOException e) {
                // Killed; the next one is coming.
            }
        }
        return acknowledged;
    }

    private static List<String> data(int publisher, int first) {
        return IntStream.range(first, first + BATCH)
                .mapToObj(i -> publisher + "/" + i)
                .toList();
    }

    private static String json(List<String> batch, boolean withIds) {
        return batch.stream()
                .map(data -> "{\"topics\":[\"storm\"],\"data\":\"" + data + "\""
                        + (withIds ? ",\"id\":\"id-" + data + "\"}" : "}"))
                .collect(Collectors.joining(",", "[", "]"));
    }

    /** Comes back with its last id whenever the stream breaks, up to the last update. */
    private List<Received> subscribe(CompletableFuture<Void> subscribed) throws Exception {
        List<Received> received = new ArrayList<>();
        String lastId = "";
        while (true) {
            String[] headers = lastId.isEmpty() ? new String[0] : new String[] {"Last-Event-ID: " + lastId};
            try (RawClient client = RawClient.connect(address());
                    EventReader stream = EventReader.of(client.get("/events?topic=storm", headers))) {
                while (true) {
                    ServerSentEvent block = stream.nextBlock();
                    lastId = block.id() == null ? lastId : block.id();
                    subscribed.complete(null);
                    if (block.data() != null) {
                        received.add(new Received(lastId, block.data()));
                        if (block.data().equals("end")) {
                            return received;
                        }
                    }
                }
            } catch (UncheckedIOException e) {
                // Killed; the next one is coming.
            }
        }
    }
}
