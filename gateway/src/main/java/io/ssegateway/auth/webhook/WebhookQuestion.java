package io.ssegateway.auth.webhook;

import io.ssegateway.json.Json;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A question whether a request is allowed. Equal questions have the same answer for a while.
 *
 * @param action what the request does
 * @param topics topics of the update, or what the stream asks for, each as it was written
 * @param isPrivate whether the update is; null for a stream
 * @param address where the request comes from
 * @param headers the request's headers to send along, by name; see {@link Webhook#forwarded}
 * @param subject the subject of the request's valid token; null for none
 */
public record WebhookQuestion(
        Action action,
        List<String> topics,
        @Nullable Boolean isPrivate,
        String address,
        Map<String, String> headers,
        @Nullable String subject) {

    private static final int IPV6_GROUPS = 8;

    /** What the request does. */
    public enum Action {
        SUBSCRIBE,
        PUBLISH
    }

    /** Copies the topics and headers, and sorts these. */
    public WebhookQuestion {
        topics = List.copyOf(topics);
        headers = new TreeMap<>(headers);
    }

    /** Of a stream. */
    public static WebhookQuestion subscribe(
            List<String> topics, String address, Map<String, String> headers, @Nullable String subject) {
        return new WebhookQuestion(Action.SUBSCRIBE, topics, null, address, headers, subject);
    }

    /** Of an update. */
    public static WebhookQuestion publish(
            List<String> topics,
            boolean isPrivate,
            String address,
            Map<String, String> headers,
            @Nullable String subject) {
        return new WebhookQuestion(Action.PUBLISH, topics, isPrivate, address, headers, subject);
    }

    /**
     * Whose question it is: the token's subject, else the address, for IPv6 its /64, which one machine may have to
     * itself. Headers say nothing here, as a client writes them as it likes.
     */
    String asker() {
        if (subject != null) {
            return "subject " + subject;
        }
        String[] groups = address.split(":", -1); // As InetAddress writes them.
        return groups.length == IPV6_GROUPS ? String.join(":", List.of(groups).subList(0, IPV6_GROUPS / 2)) : address;
    }

    /** The question as JSON; the same text for equal questions. */
    String toJson() {
        ObjectNode json = Json.object().put("action", action.name().toLowerCase(Locale.ROOT));
        ArrayNode list = json.putArray("topics");
        topics.forEach(list::add);
        if (isPrivate != null) {
            json.put("private", isPrivate);
        }
        json.put("address", address);
        ObjectNode told = json.putObject("headers");
        headers.forEach(told::put);
        if (subject != null) {
            json.put("subject", subject);
        }
        return Json.text(json);
    }
}
