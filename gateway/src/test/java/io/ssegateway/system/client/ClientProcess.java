package io.ssegateway.system.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A client of another language, a process of its own, and the events that it has fired. What it says besides is in a
 * file.
 */
final class ClientProcess implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Path LOGS = Path.of("target", "failsafe-reports");

    private final Process process;
    private final List<Fired> fired = new CopyOnWriteArrayList<>();

    /**
     * An event as an application gets it.
     *
     * @param type such as {@code message}
     * @param id the id, null if the client told none
     * @param data the data
     */
    record Fired(String type, @Nullable String id, String data) {

        static Fired of(String line) {
            JsonNode json = JSON.readTree(line);
            return new Fired(
                    json.get("type").stringValue(),
                    json.get("id").isNull() ? null : json.get("id").stringValue(),
                    json.get("data").isNull() ? "" : json.get("data").stringValue());
        }
    }

    private ClientProcess(Process process) {
        this.process = process;
    }

    static ClientProcess start(TriedClient client, String url, String id) throws IOException {
        Path log = Files.createTempFile(Files.createDirectories(LOGS), "client-" + client.name() + "-", ".log");
        Process process = new ProcessBuilder(client.command(url, id))
                .directory(client.language().folder().toFile())
                .redirectError(log.toFile())
                .start();
        ClientProcess started = new ClientProcess(process);
        Thread reader = new Thread(started::read, client.name());
        reader.setDaemon(true);
        reader.start();
        return started;
    }

    private void read() {
        try (BufferedReader output = process.inputReader(UTF_8)) {
            output.lines().map(Fired::of).forEach(fired::add);
        } catch (UncheckedIOException | IOException e) {
            // The test is over.
        }
    }

    /** All so far. */
    List<Fired> fired() {
        return List.copyOf(fired);
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
