package io.ssegateway.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.ssegateway.eventlog.Position;
import io.ssegateway.protocol.sse.ServerSentEvent;
import io.ssegateway.protocol.sse.SseDecoder;
import io.ssegateway.protocol.sse.SseListener;
import io.ssegateway.topic.Interest;
import io.ssegateway.topic.TopicMatchers;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/**
 * A client of a few topics that leaves whenever it likes, mostly without a word, and comes back with the last id it
 * has, until it has read the update to the topic {@code last}. Answers the ids of what it got in all.
 */
public final class WanderingClient implements Callable<List<String>> {
    private static final List<String> WISHES = List.of("t0", "t1", "t2", "t3", "/orders/7", "/orders/{id}", "{x}", "*");
    private static final List<String> PLACES = List.of("header", "lastEventID", "last_event_id", "Last-Event-ID");

    private final List<InetSocketAddress> gateways;
    private final Random random;
    private final List<String> wishes;
    private final int ends;
    private List<String> grants = List.of();
    private String authorization = "";
    private final List<String> record = new ArrayList<>();
    private final List<String> texts = new ArrayList<>();
    private Position begin = Position.ORIGIN;
    private String lastEventId = "";
    private Position newest = Position.ORIGIN;
    private final AtomicInteger visits = new AtomicInteger();
    private int ended;

    public WanderingClient(InetSocketAddress gateway, Random random) {
        this(List.of(gateway), random);
    }

    /** A client that comes to any of these gateways, each time anew. */
    public WanderingClient(List<InetSocketAddress> gateways, Random random) {
        this(gateways, random, List.of("last"));
    }

    /** A client that stays until it has read the end of each of these topics. */
    public WanderingClient(List<InetSocketAddress> gateways, Random random, List<String> last) {
        this.gateways = List.copyOf(gateways);
        this.random = random;
        this.ends = last.size();
        this.wishes = new ArrayList<>(last);
        random.ints(1 + random.nextInt(3), 0, WISHES.size()).forEach(i -> wishes.add(WISHES.get(i)));
    }

    /** From its first visit on it brings a token that grants private updates to these topics. */
    public WanderingClient granted(List<String> selectors, String token) {
        grants = List.copyOf(selectors);
        authorization = "Authorization: Bearer " + token + "\r\n";
        return this;
    }

    /** What it asks for, and may get. */
    public Interest interest() {
        return new Interest(
                wishes.stream().map(TopicMatchers::of).toList(),
                grants.stream().map(TopicMatchers::of).toList());
    }

    /** The position that the gateway named when the client came first; to be asked when the client is done. */
    public Position begin() {
        return begin;
    }

    /** The data of what it got in all; to be asked when the client is done. */
    public List<String> texts() {
        return texts;
    }

    /** How often it has come. */
    public int visits() {
        return visits.get();
    }

    @Override
    public List<String> call() {
        // Interrupted when the test is over, as it may be because something else has failed.
        while (ended < ends && !Thread.currentThread().isInterrupted()) {
            visits.incrementAndGet();
            InetSocketAddress gateway = gateways.get(random.nextInt(gateways.size()));
            try (RawClient client =
                    random.nextBoolean() ? RawClient.connect(gateway) : RawClient.connectSmall(gateway)) {
                visit(client);
            } catch (UncheckedIOException e) {
                // The gateway has closed the connection of a slow reader.
                assertThat(e.getCause()).isNotInstanceOf(SocketTimeoutException.class);
            }
        }
        return record;
    }

    private void visit(RawClient client) {
        boolean chunked = random.nextInt(4) > 0;
        client.send(request(chunked ? "HTTP/1.1" : "HTTP/1.0"));
        if (random.nextInt(20) == 0) {
            client.reset();
            return;
        }
        assertThat(client.head().status()).isEqualTo(200);
        SseDecoder decoder = new SseDecoder(new Listener());
        for (int pieces = random.nextInt(60); pieces > 0 && ended < ends; pieces--) {
            byte[] piece = chunked ? client.chunk() : client.some();
            if (piece.length == 0) {
                return; // The gateway has ended the stream.
            }
            decoder.decode(Unpooled.wrappedBuffer(piece));
            if (random.nextInt(20) == 0) {
                LockSupport.parkNanos(random.nextInt(10_000_000));
            }
        }
        switch (random.nextInt(3)) {
            case 0 -> client.reset();
            case 1 -> {
                client.read(random.nextInt(10)); // The heartbeat at the latest.
                client.reset();
            }
            default -> client.finish();
        }
    }

    private String request(String version) {
        String topics = wishes.stream().map(wish -> "topic=" + encoded(wish)).collect(Collectors.joining("&"));
        String place = PLACES.get(random.nextInt(PLACES.size()));
        String parameter = place.equals("header") ? "" : "&" + place + "=" + encoded(lastEventId);
        String header = place.equals("header") && !lastEventId.isEmpty()
                ? "Last-Event-ID: " + new String(lastEventId.getBytes(UTF_8), ISO_8859_1) + "\r\n"
                : "";
        return "GET /events?" + topics + parameter + " " + version + "\r\nHost: localhost\r\n" + authorization + header
                + "\r\n";
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, UTF_8);
    }

    private void moveTo(String id) {
        if (begin.equals(Position.ORIGIN)) {
            begin = Position.parse(id).orElseThrow();
        }
        Position position = Position.parse(id).orElse(newest);
        // A position without an update may be one that another node has not come to yet: then it goes back, but
        // never before what was delivered.
        assertThat(position.covers(newest))
                .as("%s: no id is before an update that came earlier, but %s after %s", this, position, newest)
                .isTrue();
        lastEventId = id;
    }

    private final class Listener implements SseListener {

        @Override
        public void onLastEventId(String id) {
            moveTo(id);
        }

        @Override
        public void onEvent(ServerSentEvent event) {
            String data = String.valueOf(event.data());
            if (data.startsWith("{\"type\":\"welcome\"") || "position".equals(event.event())) {
                moveTo(String.valueOf(event.id()));
                return;
            }
            assertThat(event.event())
                    .as("type of the event %s after %s", data, lastEventId)
                    .isNull();
            moveTo(String.valueOf(event.id()));
            newest = Position.parse(lastEventId).orElse(newest);
            record.add(lastEventId);
            texts.add(data);
            ended += data.equals("the end") ? 1 : 0;
        }
    }

    @Override
    public String toString() {
        return "client of " + wishes + " granted " + grants + " from " + begin + " in " + visits + " visits";
    }
}
