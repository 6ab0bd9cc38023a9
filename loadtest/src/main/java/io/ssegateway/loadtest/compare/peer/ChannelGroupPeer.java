package io.ssegateway.loadtest.compare.peer;

import java.io.IOException;
import java.nio.file.Path;
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
        int port = Processes.freePort();
        Process process = Processes.startServer(
                List.of(
                        Jvm.java(),
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ChannelGroupServer.class.getName(),
                        Integer.toString(port)),
                Map.of(),
                folder.resolve("channel-group.log"),
                port);
        return new RunningPeer(
                process, Interface.plain(port, "/events", "/publish"), running -> Jvm.collect(running, folder));
    }
}
