package io.ssegateway.loadtest.smoke;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/**
 * The gateway's metrics at one moment, as Prometheus reads them.
 *
 * @param values by name with labels, as in {@code sse_connections{transport="http1"}}
 */
record GatewayMetrics(Map<String, Double> values) {

    /**
     * Reads them now.
     *
     * @param url of the metrics
     * @throws IOException if there is no answer, or it is not what was asked for
     */
    static GatewayMetrics read(HttpClient client, URI url) throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(url).timeout(Duration.ofSeconds(10)).build();
        var answer = client.send(request, BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IOException(url + " answered " + answer.statusCode());
        }
        return parse(answer.body());
    }

    static GatewayMetrics parse(String text) {
        Map<String, Double> values = new TreeMap<>();
        text.lines().filter(line -> !line.startsWith("#") && !line.isBlank()).forEach(line -> {
            int end = line.lastIndexOf(' ');
            values.put(line.substring(0, end), Double.valueOf(line.substring(end + 1)));
        });
        return new GatewayMetrics(values);
    }

    /** The sum of a metric over all its labels. */
    long sum(String name) {
        return (long) values.entrySet().stream()
                .filter(entry -> entry.getKey().equals(name) || entry.getKey().startsWith(name + "{"))
                .mapToDouble(Map.Entry::getValue)
                .sum();
    }

    /** One value, 0 if there is none. */
    long value(String nameWithLabels) {
        return values.getOrDefault(nameWithLabels, 0.0).longValue();
    }
}
