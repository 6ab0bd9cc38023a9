package io.ssegateway.loadtest.simulation;

import static io.gatling.javaapi.core.CoreDsl.StringBody;
import static io.gatling.javaapi.core.CoreDsl.asLongAs;
import static io.gatling.javaapi.core.CoreDsl.atOnceUsers;
import static io.gatling.javaapi.core.CoreDsl.details;
import static io.gatling.javaapi.core.CoreDsl.doIf;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.global;
import static io.gatling.javaapi.core.CoreDsl.group;
import static io.gatling.javaapi.core.CoreDsl.jsonPath;
import static io.gatling.javaapi.core.CoreDsl.pause;
import static io.gatling.javaapi.core.CoreDsl.rampUsers;
import static io.gatling.javaapi.core.CoreDsl.repeat;
import static io.gatling.javaapi.core.CoreDsl.scenario;
import static io.gatling.javaapi.http.HttpDsl.http;
import static io.gatling.javaapi.http.HttpDsl.sse;
import static io.gatling.javaapi.http.HttpDsl.status;

import io.gatling.http.action.sse.SseInboundMessage;
import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.ScenarioBuilder;
import io.gatling.javaapi.core.Session;
import io.gatling.javaapi.core.Simulation;
import io.gatling.javaapi.http.HttpProtocolBuilder;
import io.ssegateway.eventlog.Position;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What the simulations have in common: subscribers that keep account of what they get, publishers that number what they
 * publish, and the check of the one against the other. A subscriber that has not got just what it was to get fails the
 * group {@value #DELIVERY}; a run passes when each subscriber has passed it and no request has failed.
 */
abstract class GatewaySimulation extends Simulation {

    private static final String DELIVERY = "delivery";
    private static final String SUBSCRIPTION = "subscription";
    private static final String FIRST_ID = "first id";

    private static final Duration POLL = Duration.ofMillis(100);
    /** After the last message has come: for what should not come. */
    private static final Duration TO_BE_SURE = Duration.ofMillis(500);

    private final Settings settings = Settings.of(System.getProperties());
    private final Publications published = new Publications();
    private final Deliveries deliveries = new Deliveries(published);
    /** Another one in each run, so that runs do not get one another's messages. */
    private final String topic = "gatling/" + UUID.randomUUID();

    private final AtomicInteger opened = new AtomicInteger();
    private final AtomicInteger publishing = new AtomicInteger(settings.publishers());
    private volatile long publishedNanos;
    private @Nullable StartedGateway gateway;

    /** The scenarios of a run. */
    void run(ScenarioBuilder subscribers, ScenarioBuilder publishers) {
        setUp(
                        subscribers.injectOpen(rampUsers(settings.users()).during(settings.ramp())),
                        publishers.injectOpen(atOnceUsers(settings.publishers())))
                .protocols(protocol())
                .maxDuration(settings.ramp()
                        .plus(settings.duration())
                        .plus(settings.timeout().multipliedBy(2 + settings.storms()))
                        .plusMinutes(1))
                .assertions(
                        global().failedRequests().count().is(0L),
                        details(DELIVERY).successfulRequests().count().is((long) settings.users()));
    }

    private HttpProtocolBuilder protocol() {
        return http.baseUrl(settings.baseUrl().toString())
                .disableWarmUp()
                .sseUnmatchedInboundMessageBufferSize(Integer.MAX_VALUE);
    }

    Settings settings() {
        return settings;
    }

    /** Publishes at the rate of the settings for this time. */
    ChainBuilder publish(Duration time) {
        return repeat(settings.messagesOfEach(time))
                .on(exec(session -> session.set("number", published.next()))
                        .pace(settings.pace())
                        .exec(http("publish")
                                .post("/publish")
                                .body(StringBody("{\"topics\":[\"" + topic + "\"],\"data\":{\"number\":#{number}}}"))
                                .asJson()
                                .check(
                                        status().is(200),
                                        jsonPath("$.positions[0]").saveAs("position")))
                        .exec(this::acknowledge))
                .exec(session -> {
                    publishedNanos =
                            System.nanoTime(); // First this: who sees that nobody publishes any more, reads it.
                    publishing.decrementAndGet();
                    return session;
                });
    }

    /** A publish that failed is in the statistics; the publisher goes on. */
    private Session acknowledge(Session session) {
        if (session.isFailed()) {
            return session.markAsSucceeded();
        }
        Position position =
                Position.parse(String.valueOf(session.getString("position"))).orElseThrow();
        published.acknowledged(session.getInt("number"), position);
        return session;
    }

    /** Waits until every subscriber has tried to open its stream. */
    ChainBuilder awaitSubscribers() {
        return asLongAs(session -> opened.get() < settings.users()).on(pause(POLL));
    }

    /** Opens the stream, which begins with the id from which on it gets everything. */
    ChainBuilder open() {
        return exec(session -> session.set(SUBSCRIPTION, new Subscription()))
                .exec(sse("open")
                        .get("/events")
                        .queryParam("topic", topic)
                        .await(settings.timeout())
                        .on(sse.checkMessage(FIRST_ID).check(jsonPath("$.id").saveAs("begin"))))
                .exec(session -> {
                    opened.incrementAndGet();
                    if (session.contains("begin")) {
                        subscription(session).begin(String.valueOf(session.getString("begin")));
                    }
                    return session;
                });
    }

    /** Closes the stream and, after the pause, opens it again where it was: it begins by naming that place. */
    ChainBuilder comeBack(Duration away) {
        return whileWell(exec(sse("leave").close())
                .pause(away)
                .exec(sse("come back")
                        .get("/events")
                        .queryParam("topic", topic)
                        .header(
                                "Last-Event-ID",
                                session -> subscription(session).cursor())
                        .await(settings.timeout())
                        .on(sse.checkMessage(FIRST_ID)
                                .check(jsonPath("$.id")
                                        .is(session -> subscription(session).cursor())))));
    }

    /** Reads the stream until this many messages are published. */
    ChainBuilder listenUntil(int count) {
        return listenWhile(session -> published.count() < count && publishing.get() > 0);
    }

    /** Reads the stream until all is published and delivered, closes it and checks what it brought. */
    ChainBuilder listenToTheEnd() {
        return listenWhile(session -> publishing.get() > 0 || lacks(session))
                .pause(TO_BE_SURE)
                .exec(read())
                .exec(group(DELIVERY).on(whileWell(exec(sse("close").close())).exec(session -> {
                    deliveries.judge(subscription(session));
                    return session;
                })));
    }

    private boolean lacks(Session session) {
        return System.nanoTime() - publishedNanos < settings.timeout().toNanos()
                && !session.isFailed()
                && subscription(session).missing(published) > 0;
    }

    private ChainBuilder listenWhile(Predicate<Session> condition) {
        return asLongAs(condition::test).on(pause(POLL), read());
    }

    private ChainBuilder read() {
        return whileWell(exec(sse.processUnmatchedMessages((messages, session) -> {
            Subscription subscription = subscription(session);
            for (SseInboundMessage message : messages) {
                subscription.take(message.message());
            }
            return session;
        })));
    }

    /** A subscriber without a stream does nothing until it is judged. */
    private static ChainBuilder whileWell(ChainBuilder steps) {
        return doIf(session -> !session.isFailed()).then(steps);
    }

    private static Subscription subscription(Session session) {
        Subscription subscription = session.get(SUBSCRIPTION);
        if (subscription == null) {
            throw new IllegalStateException("no stream was opened");
        }
        return subscription;
    }

    ScenarioBuilder subscribers(ChainBuilder steps) {
        return scenario("subscribers").exec(steps);
    }

    ScenarioBuilder publishers(ChainBuilder steps) {
        return scenario("publishers").exec(steps);
    }

    @Override
    public void before() {
        if (settings.start()) {
            gateway = StartedGateway.on(settings.baseUrl());
        } else if (!StartedGateway.isListening(settings.baseUrl())) {
            throw new IllegalStateException("nothing listens on " + settings.baseUrl()
                    + ": start bin/sse-gateway, or add -Dgateway=start to have one started for the run");
        }
    }

    @Override
    public void after() {
        System.out.println("Delivery: " + deliveries);
        if (gateway != null) {
            gateway.close();
        }
    }
}
