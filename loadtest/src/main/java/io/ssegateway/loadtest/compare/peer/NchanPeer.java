package io.ssegateway.loadtest.compare.peer;

import io.ssegateway.loadtest.process.Descriptors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** nchan, a module of nginx, with one worker process. */
final class NchanPeer implements Peer {

    /** Where Debian has it. */
    static final Path MODULE = Path.of("/usr/lib/nginx/modules/ngx_nchan_module.so");

    private static final String INSTALL = "apt-get install nginx-light libnginx-mod-nchan";

    /** nginx takes the memory for all connections when it starts. */
    private static final long MAX_CONNECTIONS = 65_536;

    private final Programs programs;
    private final Path module;

    NchanPeer(Programs programs, Path module) {
        this.programs = programs;
        this.module = module;
    }

    @Override
    public String name() {
        return "nchan";
    }

    @Override
    public Optional<String> missing() {
        Optional<String> noNginx = programs.missing("nginx", INSTALL);
        return noNginx.isPresent() || Files.exists(module) ? noNginx : Optional.of("no " + module + ": " + INSTALL);
    }

    @Override
    public boolean warmsUp() {
        return false;
    }

    @Override
    public RunningPeer start(Path folder) throws IOException, InterruptedException {
        int port = Loopback.freePort();
        String descriptors = Long.toString(
                Math.min(MAX_CONNECTIONS, Descriptors.ofThisProcess().limit()));
        Path configuration = Resources.copy(
                "nginx.conf",
                folder,
                Map.of(
                        "FOLDER", folder.toString(),
                        "PORT", Integer.toString(port),
                        "MODULE", module.toString(),
                        "DESCRIPTORS", descriptors,
                        "CONNECTIONS", descriptors));
        Process process = Processes.startServer(
                List.of(programs.path("nginx"), "-p", folder.toString(), "-c", configuration.toString()),
                Map.of(),
                folder.resolve("nginx.log"),
                port);
        return new RunningPeer(process, PlainDialect.at(port), RunningPeer.Collector.NONE);
    }
}
