package io.ssegateway.endpoint.mercure;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.ssegateway.auth.Grants;
import io.ssegateway.endpoint.Authorizer;
import io.ssegateway.endpoint.PublishedFields;
import io.ssegateway.eventlog.Update;
import io.ssegateway.http.Endpoint;
import io.ssegateway.http.Exchange;
import io.ssegateway.http.FormBody;
import io.ssegateway.http.Problem;
import io.ssegateway.hub.Hub;
import io.ssegateway.protocol.sse.ServerSentEvent;
import io.ssegateway.topic.Topic;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * {@code POST /.well-known/mercure}: publishes one update, from a form with {@code topic} (once or more), {@code data},
 * {@code private}, {@code id}, {@code type} and {@code retry}; answers its id as plain text.
 *
 * @see <a href="https://github.com/dunglas/mercure/blob/v0.24.2/spec/mercure.md">The Mercure protocol,
 *     "Publication"</a>
 */
public final class MercurePublishEndpoint implements Endpoint {
    /** The URL may have a token in it. */
    private static final HttpHeaders PRIVATE =
            new DefaultHttpHeaders().set(HttpHeaderNames.CACHE_CONTROL, HttpHeaderValues.PRIVATE);

    private final Hub hub;
    private final Authorizer authorizer;

    /** An endpoint that publishes through {@code hub} what {@code authorizer} lets pass. */
    public MercurePublishEndpoint(Hub hub, Authorizer authorizer) {
        this.hub = hub;
        this.authorizer = authorizer;
    }

    @Override
    public boolean permitsBody(Exchange head) {
        return authorizer.knowsPublisher(head);
    }

    @Override
    public void handle(Exchange exchange) {
        CompletionStage<Grants> publisher = authorizer.publisher(exchange);
        exchange.contentType(FormBody.TYPE);
        Update update = update(FormBody.read(exchange.body()));
        authorizer.permit(
                exchange,
                publisher,
                List.of(update),
                () -> exchange.when(
                        hub.publish(update),
                        appended -> exchange.reply()
                                .body(
                                        HttpResponseStatus.OK,
                                        "text/plain; charset=utf-8",
                                        PRIVATE,
                                        appended.id().getBytes(StandardCharsets.UTF_8))));
    }

    private static Update update(FormBody form) {
        if (form.all("topic").isEmpty()) {
            throw Problem.badRequest("The field \"topic\" is missing; give it once for each topic of the update.");
        }
        try {
            List<Topic> topics = PublishedFields.topics(form.all("topic"));
            return new Update(topics, event(form), form.has("private"));
        } catch (IllegalArgumentException e) {
            String sentence = String.valueOf(e.getMessage());
            throw Problem.badRequest(
                    sentence.endsWith(".") ? sentence : "The update cannot be sent: " + sentence + ".");
        }
    }

    private static ServerSentEvent event(FormBody form) {
        String data = form.only("data");
        ServerSentEvent.Builder event = ServerSentEvent.builder().data(data == null ? "" : data);
        String type = form.only("type");
        if (type != null && !type.isEmpty()) {
            event.event(type);
        }
        String id = form.only("id");
        if (id != null && !id.isEmpty()) {
            event.id(PublishedFields.id(id));
        }
        String retry = form.only("retry");
        if (retry != null && !retry.isEmpty()) {
            event.retryMillis(retryMillis(retry));
        }
        return event.build();
    }

    private static long retryMillis(String text) {
        if (!text.matches("[0-9]{1,15}")) {
            throw new IllegalArgumentException("The field \"retry\" must be a whole number of milliseconds.");
        }
        return Long.parseLong(text);
    }
}
