package io.ssegateway.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.ssegateway.auth.Grants;
import io.ssegateway.http.Problem;
import io.ssegateway.metrics.CloseReason;
import io.ssegateway.protocol.sse.ServerSentEvent;
import io.ssegateway.revocation.RevocationChecks;
import io.ssegateway.stream.Subscriber;
import io.ssegateway.testing.LogCapture;
import io.ssegateway.topic.Interest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.LogEvent;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** What a source can do to its stream, and what becomes of it when the source fails. */
class StreamEndpointTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private interface Opening {
        void open(EventStream stream);
    }

    private final List<CloseReason> closed = new ArrayList<>();
    private Opening opening = stream -> {};
    private boolean revoked;

    private final RevocationChecks revocations = new RevocationChecks() {
        @Override
        public boolean isKnown() {
            return true;
        }

        @Override
        public boolean isRevoked(Grants grants) {
            return revoked;
        }

        @Override
        public boolean isRevoked(Grants grants, Interest interest) {
            return revoked;
        }

        @Override
        public void recheck(Subscriber stream) {
            if (revoked) {
                stream.end(CloseReason.REVOKED);
            }
        }
    };

    private final StreamSource source = new StreamSource() {
        @Override
        public void open(EventStream stream) {
            opening.open(stream);
        }

        @Override
        public void closed(EventStream stream, CloseReason reason) {
            closed.add(reason);
        }
    };

    @AutoClose
    private final Pipeline pipeline = Pipeline.streaming("/s/{name}", source, revocations);

    @AutoClose
    private final LogCapture log = new LogCapture();

    private String open(Opening source) {
        opening = source;
        return pipeline.get("/s/x?a=1&a=2");
    }

    private static ServerSentEvent event(String data) {
        return ServerSentEvent.data(data);
    }

    @Test
    void shouldOpenAStreamEvenIfItsSourceSendsNothing() {
        assertThat(open(stream -> {}))
                .startsWith("HTTP/1.1 200 OK\r\n")
                .contains("text/event-stream", "chunked")
                .endsWith("\r\n\r\n");
        assertThat(pipeline.streams.size()).isEqualTo(1);
    }

    /** Nobody could tell it later: it was not in the group yet. */
    @Test
    void shouldEndAStreamThatIsRevokedWhileItOpens() {
        String wire = open(stream -> {
            revoked = true;
            stream.send(event("1"));
        });

        assertThat(Pipeline.data(wire)).containsExactly("1");
        assertThat(closed).containsExactly(CloseReason.REVOKED);
        assertThat(pipeline.streams.size()).isZero();
    }

    @Test
    void shouldShowTheSourceTheRequest() {
        String wire = open(stream -> stream.send(event(stream.parameters().path("name")
                + stream.parameters().query("a")
                + pipeline.streams.size()
                + (stream.id().isEmpty() ? "" : " id"))));

        assertThat(Pipeline.data(wire)).containsExactly("x[1, 2]0 id");
    }

    @Test
    void shouldRefuseWithTheProblemOfTheSource() {
        String wire = open(stream -> {
            stream.scheduleEvery(SECOND, () -> stream.send(event("ghost")));
            throw Problem.notFound("There is no such order.");
        });

        assertThat(wire).startsWith("HTTP/1.1 404").contains("application/problem+json", "There is no such order.");
        assertNothingIsLeft();
        assertThat(log.events()).isEmpty();
        assertThat(open(stream -> stream.send(event("next"))))
                .startsWith("HTTP/1.1 200")
                .contains("data: next");
    }

    @Test
    void shouldAnswer500AndLogWhenTheSourceFailsToOpen() {
        String wire = open(stream -> {
            stream.schedule(SECOND, () -> stream.send(event("ghost")));
            throw new IllegalStateException("secret");
        });

        assertThat(wire)
                .startsWith("HTTP/1.1 500")
                .contains("application/problem+json")
                .doesNotContain("secret");
        assertThat(log.events()).extracting(LogEvent::getLevel).containsExactly(Level.ERROR);
        assertThat(log.events().get(0).getThrown()).hasMessage("secret");
        assertNothingIsLeft();
    }

    private void assertNothingIsLeft() {
        assertThat(pipeline.hasTimers()).isFalse();
        assertThat(pipeline.advance(SECOND)).isEmpty();
        assertThat(pipeline.streams.size()).isZero();
        assertThat(pipeline.channel().isOpen()).isTrue();
        assertThat(closed).isEmpty();
        assertThat(pipeline.metrics.opened).hasValue(0);
    }

    @Test
    void shouldDropWhatARefusedStreamIsSentLater() {
        List<EventStream> refused = new ArrayList<>();
        open(stream -> {
            refused.add(stream);
            throw Problem.notFound("No.");
        });

        refused.get(0).send(event("late"));
        refused.get(0).schedule(Duration.ZERO, () -> {});
        refused.get(0).end();

        assertThat(pipeline.advance(SECOND)).isEmpty();
        assertThat(pipeline.channel().isOpen()).isTrue();
    }

    @Test
    void shouldCloseWithAnErrorWhenTheSourceFailsAfterItsFirstEvent() {
        String wire = open(stream -> {
            stream.send(event("first"));
            stream.scheduleEvery(SECOND, () -> stream.send(event("ghost")));
            throw new IllegalStateException("too late");
        });

        assertThat(wire).startsWith("HTTP/1.1 200").contains("data: first").doesNotContain("HTTP/1.1 500");
        assertClosedWithError("too late");
    }

    @Test
    void shouldCloseWithAnErrorWhenATaskFails() {
        open(stream -> {
            stream.scheduleEvery(SECOND, () -> stream.send(event("tick")));
            stream.schedule(SECOND.multipliedBy(2), () -> {
                throw new IllegalStateException("task");
            });
        });
        assertThat(Pipeline.data(pipeline.advance(SECOND))).containsExactly("tick");

        pipeline.advance(SECOND);

        assertClosedWithError("task");
    }

    private void assertClosedWithError(String message) {
        assertThat(pipeline.channel().isOpen()).isFalse();
        assertThat(closed).containsExactly(CloseReason.ERROR);
        assertThat(pipeline.metrics.closed).containsExactly(CloseReason.ERROR);
        assertThat(pipeline.hasTimers()).isFalse();
        assertThat(pipeline.streams.size()).isZero();
        assertThat(log.events()).hasSize(1);
        assertThat(log.events().get(0).getThrown()).hasMessage(message);
    }

    @Test
    void shouldCancelTimersWhenTheClientLeaves() {
        open(stream -> {
            stream.scheduleEvery(SECOND, () -> stream.send(event("tick")));
            stream.schedule(SECOND.multipliedBy(9), () -> stream.send(event("later")));
        });
        assertThat(pipeline.hasTimers()).isTrue();

        pipeline.channel().close();

        assertThat(pipeline.hasTimers()).isFalse();
        assertThat(closed).containsExactly(CloseReason.CLIENT);
        assertThat(pipeline.advance(SECOND.multipliedBy(10))).isEmpty();
    }

    @Test
    void shouldDropWhatIsSentToAClosedStream() {
        List<EventStream> opened = new ArrayList<>();
        open(opened::add);
        pipeline.channel().close();

        opened.get(0).send(event("late"));
        opened.get(0).schedule(SECOND, () -> {});
        opened.get(0).scheduleEvery(SECOND, () -> {});
        opened.get(0).end();

        assertThat(pipeline.read()).isEmpty();
        assertThat(pipeline.hasTimers()).isFalse();
        assertThat(closed).containsExactly(CloseReason.CLIENT);
    }

    @Test
    void shouldEndTheResponseOnce() {
        String wire = open(stream -> {
            stream.scheduleEvery(SECOND, () -> stream.send(event("ghost")));
            stream.send(event("x"));
            stream.end();
            stream.end();
            stream.send(event("late"));
        });

        assertThat(wire).endsWith("\r\n\r\n9\r\ndata: x\n\n\r\n0\r\n\r\n");
        assertThat(pipeline.channel().isOpen()).isFalse();
        assertThat(closed).containsExactly(CloseReason.ENDED);
        assertThat(pipeline.hasTimers()).isFalse();
    }

    @Test
    void shouldSendAHeadAndTheEndForAStreamThatEndsAtOnce() {
        assertThat(open(EventStream::end)).startsWith("HTTP/1.1 200 OK").endsWith("\r\n\r\n0\r\n\r\n");
        assertThat(closed).containsExactly(CloseReason.ENDED);
    }

    @Test
    void shouldNotScheduleForEverWhatHasRun() {
        List<Integer> runs = new ArrayList<>();
        open(stream -> count(stream, runs, 0));

        for (int i = 0; i < 50; i++) {
            pipeline.advance(SECOND);
        }

        assertThat(runs).hasSize(50);
    }

    private static void count(EventStream stream, List<Integer> runs, int run) {
        stream.schedule(SECOND, () -> {
            runs.add(run);
            count(stream, runs, run + 1);
        });
    }
}
