package io.ssegateway.loadtest.compare.peer;

import io.ssegateway.loadtest.fanout.TopicDialect;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The gateway as its launcher starts it, with further options if wanted. */
final class GatewayPeer implements Peer {

    private final String name;
    private final Path launcher;
    private final GatewayOptions options;

    /** @param launcher the script {@code bin/sse-gateway} */
    GatewayPeer(String name, Path launcher, GatewayOptions options) {
        this.name = name;
        this.launcher = launcher;
        this.options = options;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Optional<String> missing() {
        return Files.isExecutable(launcher)
                ? Optional.empty()
                : Optional.of("there is no " + launcher + "; set --home to the folder of the project");
    }

    @Override
    public boolean warmsUp() {
        return true;
    }

    @Override
    public RunningPeer start(Path folder) throws IOException, InterruptedException {
        return start(folder, List.of());
    }

    @Override
    public RunningPeer startLean(Path folder) throws IOException, InterruptedException {
        return start(folder, Jvm.LEAN);
    }

    private RunningPeer start(Path folder, List<String> jvmOptions) throws IOException, InterruptedException {
        int port = Loopback.freePort();
        List<String> command = new ArrayList<>(List.of(launcher.toString()));
        command.addAll(options.arguments());
        command.addAll(List.of("--set", "server.port=" + port));
        command.addAll(List.of("--set", "management.port=0"));
        Process process = Processes.startServer(
                command,
                Map.of(
                        "JAVA_HOME",
                        Jvm.HOME.toString(),
                        "SSE_GATEWAY_JAVA_OPTS",
                        String.join(" ", jvmOptions) + " " + options.jvm()),
                folder.resolve("gateway.log"),
                port);
        return new RunningPeer(
                process,
                new TopicDialect(Loopback.url(port, "/events"), Loopback.url(port, "/publish")),
                running -> Jvm.collect(running, folder));
    }
}
