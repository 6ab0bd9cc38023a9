package io.ssegateway.loadtest.fanout;

import io.ssegateway.loadtest.client.Message;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Publishes messages one after another: only then is there an order that the streams can be held to. */
final class Publisher {

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI url;
    private final String run;
    private final int size;

    /** @param size of each message's text in characters; more if it takes more to hold what is checked */
    Publisher(URI url, String run, int size) {
        this.url = url;
        this.run = run;
        this.size = size;
    }

    /**
     * Publishes one message and waits for the answer.
     *
     * @throws IOException if the server refuses it or does not answer in time
     */
    void publish(int sequence, Duration timeout) throws IOException, InterruptedException {
        String text = new Message(run, sequence, System.nanoTime()).text(size);
        HttpRequest request = HttpRequest.newBuilder(url)
                .timeout(timeout)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"message\":\"" + text + "\"}"))
                .build();
        HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() / 100 != 2) {
            throw new IOException("answered " + response.statusCode() + ": " + response.body());
        }
    }
}
