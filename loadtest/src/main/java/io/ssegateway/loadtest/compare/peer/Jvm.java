package io.ssegateway.loadtest.compare.peer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The JVM that this program runs in, for others to run in. */
final class Jvm {

    static final Path HOME = Path.of(System.getProperty("java.home"));

    /**
     * With these a heap is hardly larger than what is in use after a full collection. The young generation, which a
     * collection leaves as large as it is, has been used as a whole before the first stream is there.
     */
    static final List<String> LEAN = List.of("-Xms16m", "-Xmn4m", "-XX:MinHeapFreeRatio=1", "-XX:MaxHeapFreeRatio=1");

    private Jvm() {}

    /**
     * Collects all garbage of a JVM.
     *
     * @param folder for the tool's output
     */
    static void collect(Process process, Path folder) throws IOException, InterruptedException {
        Path jcmd = HOME.resolve("bin/jcmd");
        if (!Files.isExecutable(jcmd)) {
            throw new IOException("there is no " + jcmd + ": apt-get install openjdk-17-jdk-headless");
        }
        // Twice, as what the first one frees may have held something outside of the heap.
        for (int i = 0; i < 2; i++) {
            Processes.run(List.of(jcmd.toString(), Long.toString(process.pid()), "GC.run"), folder.resolve("jcmd.log"));
        }
    }
}
