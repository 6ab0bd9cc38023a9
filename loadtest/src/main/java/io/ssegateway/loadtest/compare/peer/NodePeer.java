package io.ssegateway.loadtest.compare.peer;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Node's {@code http} with a Map of responses. */
final class NodePeer implements Peer {

    private static final long COLLECT_SECONDS = 1;

    private final Programs programs;

    NodePeer(Programs programs) {
        this.programs = programs;
    }

    @Override
    public String name() {
        return "node";
    }

    @Override
    public Optional<String> missing() {
        return programs.missing("node", "apt-get install --no-install-recommends nodejs");
    }

    @Override
    public boolean warmsUp() {
        return true;
    }

    @Override
    public RunningPeer start(Path folder) throws IOException, InterruptedException {
        int port = Loopback.freePort();
        Path script = Resources.copy("server.js", folder, Map.of());
        Process process = Processes.startServer(
                List.of(programs.path("node"), "--expose-gc", script.toString(), Integer.toString(port)),
                Map.of(),
                folder.resolve("node.log"),
                port);
        return new RunningPeer(process, PlainDialect.at(port), running -> {
            Processes.run(List.of("kill", "-USR2", Long.toString(running.pid())), folder.resolve("collect.log"));
            // It has no way to say when it is done.
            running.waitFor(COLLECT_SECONDS, TimeUnit.SECONDS);
        });
    }
}
