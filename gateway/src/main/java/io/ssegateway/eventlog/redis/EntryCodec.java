package io.ssegateway.eventlog.redis;

import io.lettuce.core.StreamMessage;
import io.ssegateway.eventlog.Entry;
import io.ssegateway.eventlog.Position;
import io.ssegateway.eventlog.Update;
import io.ssegateway.protocol.sse.ServerSentEvent;
import io.ssegateway.topic.Interest;
import io.ssegateway.topic.Topic;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jspecify.annotations.Nullable;

/** Between updates and the fields of a Redis stream's entry. */
final class EntryCodec {
    private static final Logger LOG = LogManager.getLogger();

    /** The position of the entry before; the script that appends adds it. */
    static final String PREVIOUS = "p";
    /** The position of the public entry before; older gateways do not write it. */
    static final String PREVIOUS_PUBLIC = "q";
    /** One topic a line: topics have no control characters. */
    private static final String TOPICS = "t";
    /**
     * The topics of a private update: they are in another field, so that a gateway without support for private updates
     * finds no topics and skips the entry, instead of delivering it to all.
     */
    private static final String PRIVATE_TOPICS = "s";

    /** Of an entry that is no update, but says that some were lost. */
    private static final String LOSS = "lost";

    private static final String ID = "i";
    private static final String EVENT = "e";
    private static final String DATA = "d";
    private static final String RETRY = "r";

    private EntryCodec() {}

    /** Names and values, one after the other. The id is there only if it is the publisher's own. */
    static List<String> encode(Update update) {
        ServerSentEvent event = update.event();
        List<String> fields = new ArrayList<>();
        fields.add(update.isPrivate() ? PRIVATE_TOPICS : TOPICS);
        fields.add(update.topics().stream().map(Topic::name).collect(Collectors.joining("\n")));
        add(fields, ID, event.id());
        add(fields, EVENT, event.event());
        add(fields, DATA, event.data());
        event.retryMillis().ifPresent(millis -> add(fields, RETRY, Long.toString(millis)));
        return fields;
    }

    private static void add(List<String> fields, String name, @Nullable String value) {
        if (value != null) {
            fields.add(name);
            fields.add(value);
        }
    }

    /** Entries as a script answers them: each its id, and its names and values one after the other. */
    static List<StreamMessage<String, String>> messages(List<?> entries) {
        List<StreamMessage<String, String>> messages = new ArrayList<>(entries.size());
        for (Object entry : entries) {
            List<?> idAndFields = (List<?>) entry;
            List<?> fields = (List<?>) idAndFields.get(1);
            Map<String, String> body = new LinkedHashMap<>();
            for (int i = 0; i + 1 < fields.size(); i += 2) {
                body.put((String) fields.get(i), (String) fields.get(i + 1));
            }
            messages.add(new StreamMessage<>("", (String) idAndFields.get(0), body));
        }
        return messages;
    }

    /** Leaves out, and says so, what no gateway has written. */
    static List<Stored> decode(List<StreamMessage<String, String>> messages) {
        List<Stored> entries = new ArrayList<>(messages.size());
        for (StreamMessage<String, String> message : messages) {
            if (isLoss(message)) {
                continue;
            }
            try {
                entries.add(decode(message.getId(), message.getBody()));
            } catch (RuntimeException fault) {
                LOG.error("Skipping the entry {} of the stream in Redis: no gateway wrote it", message.getId(), fault);
            }
        }
        return entries;
    }

    /** Whether it says that updates were lost, which were delivered already. */
    static boolean isLoss(StreamMessage<String, String> message) {
        return message.getBody().containsKey(LOSS);
    }

    /** Where updates were lost last, which were delivered already: by a failover, for example. */
    static Optional<Position> newestLoss(List<StreamMessage<String, String>> messages) {
        return messages.stream()
                .filter(EntryCodec::isLoss)
                .map(message -> position(message.getId()))
                .reduce((older, newer) -> newer);
    }

    private static Stored decode(String id, Map<String, String> fields) {
        boolean isPrivate = fields.containsKey(PRIVATE_TOPICS);
        List<Topic> topics = topics(field(fields, isPrivate ? PRIVATE_TOPICS : TOPICS));
        String publishersId = fields.get(ID);
        ServerSentEvent.Builder event = ServerSentEvent.builder()
                .id(publishersId == null ? id : publishersId)
                .event(fields.get(EVENT))
                .data(fields.get(DATA));
        String retry = fields.get(RETRY);
        if (retry != null) {
            event.retryMillis(Long.parseLong(retry));
        }
        return new Stored(
                new Entry(position(id), new Update(topics, event.build(), isPrivate)),
                position(field(fields, PREVIOUS)),
                position(fields.getOrDefault(PREVIOUS_PUBLIC, field(fields, PREVIOUS))));
    }

    private static List<Topic> topics(String value) {
        List<Topic> topics = new ArrayList<>();
        for (String name : value.split("\n", -1)) {
            topics.add(new Topic(name));
        }
        return topics;
    }

    /** Whether an update with topics in a field of this name and value may be read. */
    static boolean mayRead(Interest reader, String name, String value) {
        return reader.mayRead(topics(value), name.equals(PRIVATE_TOPICS));
    }

    private static String field(Map<String, String> fields, String name) {
        String value = fields.get(name);
        if (value == null) {
            throw new IllegalArgumentException("it has no field " + name);
        }
        return value;
    }

    /** Reads a position that Redis has made. */
    static Position position(String id) {
        return Position.parseSingle(id).orElseThrow(() -> new IllegalArgumentException("no position: " + id));
    }
}
