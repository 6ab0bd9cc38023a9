package io.ssegateway.loadtest.fanout;

import io.ssegateway.loadtest.process.JavaProcess;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** A run's side of one client process. */
final class ClientProcess implements Crowd {

    private static final int CLOSE_SECONDS = 30;
    private static final int BASE_MEBIBYTES = 64;
    private static final int STREAMS_PER_MEBIBYTE = 64;
    private static final int MESSAGES_PER_MEBIBYTE = 1 << 18;

    private final Share share;
    private final IntConsumer complete;
    private final Process process;
    private final BufferedWriter to;
    private final Thread reader = new Thread(this::read, "client-process");
    private final CompletableFuture<Findings> findings = new CompletableFuture<>();
    private volatile Counts counts = Counts.NONE;
    private volatile @Nullable String fault;
    private volatile boolean closing;

    /**
     * Starts the process, which does nothing yet.
     *
     * @param complete told each message that all streams of the share that want it have, by this process's reader
     * @throws IOException if there can be no more processes
     */
    ClientProcess(Share share, int eventLoops, IntConsumer complete) throws IOException {
        this.share = share;
        this.complete = complete;
        // Each stream may have a part of a message that has not yet come to its end.
        long heap = BASE_MEBIBYTES
                + share.count() / STREAMS_PER_MEBIBYTE
                + share.messages() / MESSAGES_PER_MEBIBYTE
                + (((long) share.count() * share.format().size()) >> 20);
        List<String> options =
                List.of("-Xmx" + heap + "m", "-XX:+UseSerialGC", "-XX:+DisplayVMOutputToStderr", "-XX:-UsePerfData");
        this.process = new ProcessBuilder(JavaProcess.command(
                        System.getProperty("java.class.path"),
                        options,
                        ClientProcessMain.class.getName(),
                        Integer.toString(eventLoops)))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        this.to = process.outputWriter();
        this.reader.setDaemon(true);
        this.reader.start();
    }

    @Override
    public void open() {
        say(Wire.encode(share));
    }

    private void say(List<String> lines) {
        try {
            to.write(String.join("\n", lines) + "\n");
            to.flush();
        } catch (IOException e) {
            // It has ended, which its reader finds and tells.
        }
    }

    private void read() {
        try (BufferedReader from = process.inputReader()) {
            for (String line = from.readLine(); line != null; line = from.readLine()) {
                heard(line);
            }
        } catch (IOException | RuntimeException e) {
            fault("sent a line that cannot be parsed: " + e);
        }
        if (!closing) {
            fault("ended by itself" + exitCode());
        }
        findings.completeExceptionally(new IOException("it reported no results"));
    }

    private String exitCode() {
        try {
            return process.waitFor(1, TimeUnit.SECONDS) ? " with exit code " + process.exitValue() : "";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "";
        }
    }

    private void heard(String line) throws IOException {
        String word = line.substring(0, Math.max(0, line.indexOf(' ')));
        switch (word) {
            case Wire.COUNTS -> counts = Wire.counts(line);
            case Wire.DONE -> complete.accept(Integer.parseInt(Wire.rest(line)));
            case Wire.FAULT -> fault = Wire.rest(line);
            case Wire.FINDINGS -> findings.complete(Wire.findings(line));
            default -> throw new IOException(line);
        }
    }

    private void fault(String what) {
        if (fault == null) {
            fault = "client process " + process.pid() + " " + what;
        }
    }

    @Override
    public Counts counts() {
        return counts;
    }

    @Override
    public @Nullable String fault() {
        return fault;
    }

    /** Tells it to close, without waiting. */
    void beginClose(int published) {
        closing = process.isAlive();
        say(List.of(Wire.line(Wire.CLOSE, published)));
    }

    /** To be called after {@link #beginClose}; the process has ended when this returns. */
    @Override
    public Findings close(int published) throws InterruptedException {
        try {
            return findings.get(CLOSE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            fault("did not report what its streams got");
            return Findings.lost(share.expected(published));
        } finally {
            end();
        }
    }

    /** Ends it: by the end of its input and, should that not do, by force. */
    void end() throws InterruptedException {
        hangUp();
        if (!process.waitFor(CLOSE_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
        reader.join();
    }

    /** Ends its input, and with it the process, without waiting. */
    void hangUp() {
        try {
            to.close();
        } catch (IOException e) {
            // It has ended.
        }
    }
}
