package io.ssegateway.endpoint;

import io.ssegateway.eventlog.Position;
import io.ssegateway.http.Exchange;
import io.ssegateway.http.Problem;
import io.ssegateway.hub.Hub;
import io.ssegateway.protocol.sse.ServerSentEvent;
import io.ssegateway.stream.ResumePoint;
import io.ssegateway.topic.Interest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;

/**
 * The last event ids that a client sends, and where its stream resumes. They come in {@code Last-Event-ID} header lines
 * and in parameters of that name, written in any way; a page that sets the header itself makes a client send {@code A,
 * B}. One rule for all: each value is first looked up as a whole, because an id may contain commas. An unknown value is
 * split at its commas. The newest of the known ids is used; of positions in several partitions of which none covers the
 * others, the last one that all cover. If none is known, the client gets a gap.
 */
public final class LastEventIds {
    private static final String HEADER = "Last-Event-ID";
    /** The parameter, less what its spellings differ in. */
    private static final String PARAMETER = "lasteventid";

    /** Each may cost a search in the log. */
    private static final int MOST = 16;

    private final List<String> values;

    private LastEventIds(List<String> values) {
        this.values = values;
    }

    /**
     * Reads a request.
     *
     * @throws Problem 400 if a parameter is no id, or there are too many
     */
    static LastEventIds of(Exchange exchange) {
        // Browsers send the id in UTF-8; HTTP's codec has made one character of each byte.
        Stream<String> header = exchange.headers(HEADER).stream()
                .map(line -> new String(line.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8));
        Stream<String> parameters = exchange.parameters().queryOf(LastEventIds::isParameter).stream()
                .map(LastEventIds::checked);
        List<String> values = distinct(Stream.concat(header, parameters));
        checkCount(values.size());
        return new LastEventIds(values);
    }

    /**
     * Whether a parameter has a last id: {@code lastEventId}, {@code last_event_id}, {@code Last-Event-ID} and the
     * like.
     */
    static boolean isParameter(String name) {
        return name.replace("_", "").replace("-", "").toLowerCase(Locale.ROOT).equals(PARAMETER);
    }

    /**
     * Without what says nothing: a browser that reconnects repeats the {@code earliest} of its URL, but has an id now.
     */
    private static List<String> distinct(Stream<String> ids) {
        List<String> all = ids.filter(id -> !id.isEmpty()).distinct().toList();
        return all.size() == 1
                ? all
                : all.stream().filter(id -> !id.equals(Hub.EARLIEST)).toList();
    }

    /**
     * A stream begins with the id that it was asked for, and not everything that a query can carry has a form there.
     */
    private static String checked(String id) {
        try {
            ServerSentEvent.builder().id(id);
            return id;
        } catch (IllegalArgumentException e) {
            throw Problem.badRequest(
                    "The parameter lastEventID, also written last_event_id, Last-Event-ID and the like, must be an"
                            + " event id: one line without NUL.");
        }
    }

    private static void checkCount(int count) {
        if (count > MOST) {
            throw Problem.badRequest("A request may have at most " + MOST
                    + " last event ids in its headers and parameters together;" + " this one has " + count + ".");
        }
    }

    /** Whether the client has none. */
    public boolean isEmpty() {
        return values.isEmpty();
    }

    /**
     * Finds where the stream resumes. Fails with a {@link Problem} 400 if there are too many ids.
     *
     * @param reader what the stream asks for and may read
     */
    public CompletionStage<ResumePoint> start(Hub hub, Interest reader) {
        if (values.isEmpty()) {
            return hub.start("", reader);
        }
        return all(values, hub, reader).thenCompose(whole -> {
            List<String> parts = distinct(whole.stream()
                    .filter(start -> start.kind() == ResumePoint.Kind.UNKNOWN_ID)
                    .map(ResumePoint::requested)
                    .filter(value -> value.indexOf(',') >= 0)
                    .flatMap(value -> Stream.of(value.split(",")).map(String::strip)));
            checkCount(parts.isEmpty() ? 0 : values.size() - 1 + parts.size());
            return all(parts, hub, reader)
                    .thenApply(split ->
                            newest(Stream.concat(whole.stream(), split.stream()).toList()));
        });
    }

    private static CompletionStage<List<ResumePoint>> all(List<String> ids, Hub hub, Interest reader) {
        CompletionStage<List<ResumePoint>> all = CompletableFuture.completedStage(new ArrayList<>());
        for (String id : ids) {
            all = all.thenCombine(hub.start(id, reader), (starts, start) -> {
                starts.add(start);
                return starts;
            });
        }
        return all;
    }

    /** The newest that is known; else the first, as it came. */
    static ResumePoint newest(List<ResumePoint> starts) {
        List<ResumePoint> known = starts.stream()
                .filter(start -> start.kind() != ResumePoint.Kind.UNKNOWN_ID)
                .toList();
        List<ResumePoint> newest = known.stream()
                .filter(start -> known.stream().noneMatch(other -> other.after().isAfter(start.after())))
                .toList();
        if (newest.isEmpty()) {
            return starts.get(0);
        }
        ResumePoint first = newest.get(0);
        Position place =
                newest.stream().map(ResumePoint::after).reduce(Position::meet).orElseThrow();
        return place.equals(first.after()) ? first : ResumePoint.after(place, place.toString());
    }
}
