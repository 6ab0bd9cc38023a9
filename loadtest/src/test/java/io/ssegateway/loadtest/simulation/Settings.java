package io.ssegateway.loadtest.simulation;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Properties;

/**
 * How a simulation runs, by system properties ({@code -Dusers=500} on Maven's command line).
 *
 * @param baseUrl {@code baseUrl}, the gateway's public listener
 * @param start {@code gateway=start} starts a gateway for the run, on the port of {@code baseUrl}
 * @param users {@code users}, subscribers
 * @param publishers {@code publishers}, publishers with one request under way each
 * @param rate {@code rate}, messages per second of all publishers together
 * @param ramp {@code ramp}, seconds in which the subscribers open their streams
 * @param duration {@code duration}, seconds in which messages are published
 * @param timeout {@code timeout}, seconds for a stream to open, and for what was published last to arrive
 * @param storms {@code storms}, how often all streams close and come back
 */
record Settings(
        URI baseUrl,
        boolean start,
        int users,
        int publishers,
        int rate,
        Duration ramp,
        Duration duration,
        Duration timeout,
        int storms) {

    static final int MAX_USERS = 60_000;
    static final int MAX_SECONDS = 86_400;

    /** What is left out has a small default. */
    static Settings of(Properties properties) {
        URI baseUrl = URI.create(properties.getProperty("baseUrl", "http://127.0.0.1:8080"));
        checkTarget(baseUrl, "true".equals(properties.getProperty("allowRemote")));
        return new Settings(
                baseUrl,
                start(properties.getProperty("gateway", "running")),
                number(properties, "users", 200, MAX_USERS),
                number(properties, "publishers", 2, 1_000),
                number(properties, "rate", 20, 100_000),
                seconds(properties, "ramp", 5),
                seconds(properties, "duration", 20),
                seconds(properties, "timeout", 20),
                number(properties, "storms", 3, 1_000));
    }

    private static boolean start(String value) {
        if (!value.equals("start") && !value.equals("running")) {
            throw new IllegalArgumentException("gateway must be 'start' or 'running', but is '" + value + "'");
        }
        return value.equals("start");
    }

    private static void checkTarget(URI baseUrl, boolean allowRemote) {
        if (!"http".equals(baseUrl.getScheme()) || baseUrl.getHost() == null || baseUrl.getPort() < 0) {
            throw new IllegalArgumentException(
                    "baseUrl must be an address such as http://127.0.0.1:8080, but is " + baseUrl);
        }
        try {
            if (!allowRemote && !InetAddress.getByName(baseUrl.getHost()).isLoopbackAddress()) {
                throw new IllegalArgumentException("baseUrl: " + baseUrl.getHost()
                        + " is not this machine; to load it anyway, add -DallowRemote=true");
            }
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("baseUrl: no address is known for the host " + baseUrl.getHost(), e);
        }
    }

    private static Duration seconds(Properties properties, String name, int otherwise) {
        return Duration.ofSeconds(number(properties, name, otherwise, MAX_SECONDS));
    }

    private static int number(Properties properties, String name, int otherwise, int max) {
        String text = properties.getProperty(name, Integer.toString(otherwise));
        int value = text.matches("\\d{1,9}") ? Integer.parseInt(text) : 0;
        if (value < 1 || value > max) {
            throw new IllegalArgumentException(
                    "%s must be a whole number from 1 to %d, but is '%s'".formatted(name, max, text));
        }
        return value;
    }

    /** Messages that each publisher sends in this time. */
    int messagesOfEach(Duration time) {
        return Math.toIntExact(Math.max(1, rate * time.toSeconds() / publishers));
    }

    /** From one message of a publisher to its next one. */
    Duration pace() {
        return Duration.ofSeconds(publishers).dividedBy(rate);
    }
}
