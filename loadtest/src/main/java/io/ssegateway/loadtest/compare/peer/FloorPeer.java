package io.ssegateway.loadtest.compare.peer;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The least that any server does: a C program with one loop and one system call for each delivery. */
final class FloorPeer implements Peer {

    private static final String INSTALL = "apt-get install gcc libc6-dev";

    private final Programs programs;

    FloorPeer(Programs programs) {
        this.programs = programs;
    }

    @Override
    public String name() {
        return "floor";
    }

    @Override
    public Optional<String> missing() {
        return programs.missing("gcc", INSTALL);
    }

    @Override
    public boolean warmsUp() {
        return false;
    }

    @Override
    public RunningPeer start(Path folder) throws IOException, InterruptedException {
        Path source = Resources.copy("floor.c", folder, Map.of());
        Path program = folder.resolve("floor");
        compile(source, program, folder);
        int port = Loopback.freePort();
        Process process = Processes.startServer(
                List.of(program.toString(), Integer.toString(port)), Map.of(), folder.resolve("floor.log"), port);
        return new RunningPeer(process, PlainDialect.at(port), RunningPeer.Collector.NONE);
    }

    private void compile(Path source, Path program, Path folder) throws IOException, InterruptedException {
        try {
            Processes.run(
                    List.of(programs.path("gcc"), "-O2", "-std=gnu11", "-o", program.toString(), source.toString()),
                    folder.resolve("gcc.log"));
        } catch (IOException e) {
            throw new IOException("it does not compile (" + INSTALL + "): " + e.getMessage(), e);
        }
    }
}
