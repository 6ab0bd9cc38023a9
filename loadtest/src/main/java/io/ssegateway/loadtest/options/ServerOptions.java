package io.ssegateway.loadtest.options;

import io.ssegateway.loadtest.client.Target;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which server gets the load. */
public final class ServerOptions extends CheckedOptions {

    @Option(names = "--url", defaultValue = "http://127.0.0.1:8080/events", description = "The event stream.")
    private URI url = URI.create("");

    @Option(names = "--publish-url", description = "Where to publish, if not to /publish on the same server.")
    private @Nullable URI publishUrl;

    @Option(names = "--allow-remote", description = "Allow a server on another machine.")
    private boolean allowRemote;

    @Option(
            names = "--pid",
            split = "[,\\s]+",
            description = "The server's process or processes on this machine, to report their CPU time and memory.")
    private List<Long> pids = new ArrayList<>();

    /** Of the event stream. */
    public URI url() {
        return url;
    }

    /** Where to publish: as given, or a path of the stream's server. */
    public URI publishUrl(String path) {
        return publishUrl == null ? url.resolve(path) : publishUrl;
    }

    /** Of the server's processes. */
    public List<Long> pids() {
        return List.copyOf(pids);
    }

    /** Checks the event stream's address, and the processes. */
    public void check() {
        for (long pid : pids) {
            check(ProcessHandle.of(pid).isPresent(), "--pid: there is no process " + pid + " on this machine");
        }
        checkTarget("--url", url);
    }

    /** Checks the address to publish to; only where something is published. */
    public void checkPublishUrl(String path) {
        checkTarget("--publish-url", publishUrl(path));
    }

    private void checkTarget(String option, URI target) {
        check(
                "http".equals(target.getScheme()) && target.getHost() != null,
                option + " must be an address such as http://127.0.0.1:8080/events, but is " + target);
        InetSocketAddress address = Target.address(target);
        check(!address.isUnresolved(), option + ": no address is known for the host " + target.getHost());
        check(
                allowRemote || address.getAddress().isLoopbackAddress(),
                option + ": " + target.getHost() + " is not this machine; to load it anyway, add --allow-remote");
    }
}
