package io.ssegateway.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A real proxy before one gateway or two, with the configuration that operators are given: only names and ports are
 * others.
 */
public final class SampleProxy implements AutoCloseable {
    private static final Path SAMPLES = Path.of("..", "config");
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** The proxies that there are samples for. */
    public enum Kind {
        NGINX,
        HAPROXY,
        CADDY
    }

    /**
     * Where a gateway listens.
     *
     * @param host an address of this machine, such as 127.0.0.1
     * @param port of the public listener
     * @param management the port of the management listener
     */
    public record Node(String host, int port, int management) {
        public static Node of(InetSocketAddress listener, InetSocketAddress management) {
            return new Node(listener.getAddress().getHostAddress(), listener.getPort(), management.getPort());
        }

        public String address() {
            return host + ":" + port;
        }
    }

    private final Kind kind;
    private final Path folder;
    private final int port = FreePort.find();
    private final int metricsPort = FreePort.find();
    private final Process process;

    private SampleProxy(Kind kind, Path folder, List<Node> nodes) throws IOException {
        this.kind = kind;
        this.folder = Files.createTempDirectory(folder, "proxy");
        this.process = switch (kind) {
            case NGINX -> nginx(nodes);
            case HAPROXY -> haproxy(nodes);
            case CADDY -> caddy(nodes);
        };
    }

    /**
     * Starts a proxy; returns when it listens.
     *
     * @param folder for its files
     * @param nodes one gateway or two; for Caddy two have the same ports
     */
    public static SampleProxy start(Kind kind, Path folder, Node... nodes) throws IOException {
        SampleProxy proxy = new SampleProxy(kind, folder, List.of(nodes));
        await("the proxy listens").atMost(PATIENCE).until(proxy::isListening);
        return proxy;
    }

    private boolean isListening() throws IOException {
        assertThat(process.isAlive()).as("%s runs: %s", kind, log()).isTrue();
        try {
            RawClient.connect(address()).close();
            return true;
        } catch (UncheckedIOException notYet) {
            return false;
        }
    }

    private String log() throws IOException {
        Path log = folder.resolve("log");
        return Files.exists(log) ? Files.readString(log) : "";
    }

    private Process nginx(List<Node> nodes) throws IOException {
        Sample sample = new Sample("nginx.conf")
                .replace("worker_rlimit_nofile 65536;", "")
                .replace("worker_connections 32768", "worker_connections 512")
                .replace("http {", "http { " + temporaryFolders() + "access_log off;")
                .replace("listen 8000", "listen 127.0.0.1:" + port)
                .replace("/var/log/nginx", folder.toString())
                .replace("127.0.0.1:8080", nodes.get(0).address());
        sample = nodes.size() == 1
                ? sample.withoutLines("127.0.0.1:8090")
                : sample.replace("127.0.0.1:8090", nodes.get(1).address());
        return run(
                "nginx",
                "-p",
                folder.toString(),
                "-e",
                folder.resolve("log").toString(),
                "-c",
                sample.write("nginx.conf").toString(),
                "-g",
                "daemon off; pid " + folder.resolve("nginx.pid") + ";");
    }

    /** Those that Debian has compiled in are root's. */
    private String temporaryFolders() {
        return List.of("client_body", "proxy", "fastcgi", "uwsgi", "scgi").stream()
                .map(name -> name + "_temp_path " + folder.resolve(name) + "; ")
                .collect(Collectors.joining());
    }

    private Process haproxy(List<Node> nodes) throws IOException {
        Sample sample = new Sample("haproxy.cfg")
                .replace("maxconn 30000", "maxconn 1000")
                .replace("bind :8000", "bind 127.0.0.1:" + port)
                .replace("bind 127.0.0.1:8404", "bind 127.0.0.1:" + metricsPort)
                .replace("127.0.0.1:8080", nodes.get(0).address())
                .replace("port 8081", "port " + nodes.get(0).management());
        sample = nodes.size() == 1
                ? sample.withoutLines("127.0.0.1:8090")
                : sample.replace("127.0.0.1:8090", nodes.get(1).address())
                        .replace("port 8091", "port " + nodes.get(1).management());
        return run("haproxy", "-db", "-f", sample.write("haproxy.cfg").toString());
    }

    private Process caddy(List<Node> nodes) throws IOException {
        assertThat(nodes).extracting(Node::port).containsOnly(nodes.get(0).port());
        assertThat(nodes).extracting(Node::management).containsOnly(nodes.get(0).management());
        Sample sample = new Sample("Caddyfile")
                .replace("\tservers {", "\tadmin 127.0.0.1:" + metricsPort + "\n\tservers {")
                .replace("http://:8000 {", "http://:" + port + " {\n\tbind 127.0.0.1")
                .replace(
                        "127.0.0.1:8080 127.0.0.2:8080",
                        nodes.stream().map(Node::address).collect(Collectors.joining(" ")))
                .replace("health_port 8081", "health_port " + nodes.get(0).management());
        return run(
                "caddy",
                "run",
                "--adapter",
                "caddyfile",
                "--config",
                sample.write("Caddyfile").toString());
    }

    private Process run(String... command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile());
        // Caddy keeps its last configuration below these.
        builder.environment().put("XDG_CONFIG_HOME", folder.toString());
        builder.environment().put("XDG_DATA_HOME", folder.toString());
        return builder.start();
    }

    /** A file of the project, changed in known places. */
    private final class Sample {
        private final String text;

        Sample(String name) throws IOException {
            this.text = Files.readString(SAMPLES.resolve(name));
        }

        private Sample(String text, boolean changed) {
            assertThat(changed).isTrue();
            this.text = text;
        }

        Sample replace(String old, String by) {
            return new Sample(text.replace(old, by), text.contains(old));
        }

        Sample withoutLines(String containing) {
            Pattern lines = Pattern.compile("(?m)^.*" + Pattern.quote(containing) + ".*\n");
            return new Sample(lines.matcher(text).replaceAll(""), text.contains(containing));
        }

        Path write(String name) throws IOException {
            return Files.writeString(folder.resolve(name), text);
        }
    }

    public InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    /** Such as {@code http://127.0.0.1:8000}. */
    public String url() {
        return "http://127.0.0.1:" + port;
    }

    /** Sends a request on a connection of its own and reads the answer. */
    public Answer exchange(String request) {
        try (RawClient client = RawClient.connect(address())) {
            return client.send(request).answer();
        }
    }

    /** How often it has told a client to come back, as monitoring sees it. */
    public int comeBacks() throws IOException {
        return switch (kind) {
            case NGINX ->
                Files.readAllLines(folder.resolve("sse-gateway-down.log")).size();
            case HAPROXY ->
                sum("haproxy_backend_(connection|response)_errors_total\\{proxy=\"sse_streams\"}")
                        + sum(
                                "haproxy_server_http_responses_total\\{proxy=\"sse_streams\",server=\"\\w+\",code=\"5xx\"}");
            case CADDY -> sum("caddy_http_request_errors_total\\{handler=\"reverse_proxy\".*}");
        };
    }

    private int sum(String series) {
        try (RawClient client =
                RawClient.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), metricsPort))) {
            client.send("GET /metrics HTTP/1.0\r\nHost: localhost:" + metricsPort + "\r\n\r\n");
            Matcher samples = Pattern.compile("(?m)^" + series + " (\\S+)$").matcher(client.readToEnd());
            int sum = 0;
            while (samples.find()) {
                sum += (int) Double.parseDouble(samples.group(samples.groupCount()));
            }
            return sum;
        }
    }

    @Override
    public void close() {
        if (kind == Kind.CADDY) {
            process.destroyForcibly(); // Else it waits for the streams.
        } else {
            process.destroy();
        }
        process.onExit().join();
    }
}
