package io.ssegateway.loadtest.compare.peer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The JVM that this program runs in, for others to run in. */
final class Jvm {

    static final Path HOME = Path.of(System.getProperty("java.home"));

    private Jvm() {}

    /**
     * Collects all garbage of a JVM, and has it give back the memory that this frees, where its collector does that.
     *
     * @param folder for the tool's output
     */
    static void collect(Process process, Path folder) throws IOException, InterruptedException {
        Path jcmd = HOME.resolve("bin/jcmd");
        if (!Files.isExecutable(jcmd)) {
            throw new IOException("there is no " + jcmd + ": apt-get install openjdk-17-jdk-headless");
        }
        for (String command :
                List.of("VM.set_flag MinHeapFreeRatio 1", "VM.set_flag MaxHeapFreeRatio 1", "GC.run", "GC.run")) {
            Processes.run(List.of(jcmd.toString(), Long.toString(process.pid()), command), folder.resolve("jcmd.log"));
        }
    }
}
