package io.ssegateway.loadtest.compare.peer;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** All the servers that can be compared. */
public final class Peers {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9-]*");

    private Peers() {}

    /**
     * All that need no further options.
     *
     * @param home the folder of the project
     */
    public static List<Peer> all(Path home) {
        Programs programs = Programs.installed();
        return List.of(
                new FloorPeer(programs),
                new GatewayPeer("gateway", launcher(home), GatewayOptions.NONE),
                new ChannelGroupPeer(),
                new NchanPeer(programs, NchanPeer.MODULE),
                new NodePeer(programs));
    }

    /**
     * A gateway with options.
     *
     * @param option its name, {@code =}, and options: those of the JVM, then, from the first {@code --set} or
     *     {@code --config} on, its own
     * @throws IllegalArgumentException if it is not written so; the message says how
     */
    public static Peer gateway(Path home, String option) {
        int end = option.indexOf('=');
        if (end < 0 || !NAME.matcher(option.substring(0, end)).matches()) {
            throw new IllegalArgumentException(
                    "'%s' is not a name and options, such as 'one-loop=--set transport.event-loops=1'"
                            .formatted(option));
        }
        return new GatewayPeer(
                option.substring(0, end), launcher(home), GatewayOptions.parse(option.substring(end + 1)));
    }

    private static Path launcher(Path home) {
        return home.resolve("bin/sse-gateway");
    }
}
