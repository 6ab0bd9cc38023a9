package io.ssegateway.loadtest.compare.peer;

import io.ssegateway.loadtest.process.JavaProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a Java team would write with Netty alone; see {@link ChannelGroupServer}. */
final class ChannelGroupPeer implements Peer {

    @Override
    public String name() {
        return "channel-group";
    }

    @Override
    public Optional<String> missing() {
        return Optional.empty();
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
        List<String> options = new ArrayList<>(jvmOptions);
        options.add("-XX:+UseSerialGC");
        int port = Loopback.freePort();
        Process process = Processes.startServer(
                JavaProcess.command(
                        System.getProperty("java.class.path"),
                        options,
                        ChannelGroupServer.class.getName(),
                        Integer.toString(port)),
                Map.of(),
                folder.resolve("channel-group.log"),
                port);
        return new RunningPeer(process, PlainDialect.at(port), running -> Jvm.collect(running, folder));
    }
}
