package io.ssegateway.loadtest.fanout;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A client process: holds its share of a run's streams, as {@link Wire} says. Ends with its input, so that it does not
 * outlive the run, however that comes to its end.
 */
public final class ClientProcessMain {

    private static final int COUNT_MILLIS = 20;

    private final PrintStream out;
    private final StreamGroup streams;
    private Counts told = Counts.NONE;
    private @Nullable String toldFault;

    private ClientProcessMain(Share share, int eventLoops, PrintStream out) {
        this.out = out;
        this.streams = new StreamGroup(share, eventLoops, sequence -> say(Wire.line(Wire.DONE, sequence)));
    }

    /** @param arguments the number of event loops */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
        new ClientProcessMain(Wire.share(in), Integer.parseInt(arguments[0]), out).run(in);
        // Whatever threads are left, nobody waits for them.
        System.exit(0);
    }

    private void run(BufferedReader in) throws IOException, InterruptedException {
        ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
        timer.scheduleAtFixedRate(this::tell, 0, COUNT_MILLIS, TimeUnit.MILLISECONDS);
        streams.open();
        String line = in.readLine();
        if (line == null) {
            return;
        }
        timer.shutdown();
        timer.awaitTermination(COUNT_MILLIS, TimeUnit.SECONDS);
        tell();
        say(Wire.encode(streams.close(Integer.parseInt(Wire.rest(line)))));
    }

    private void tell() {
        String fault = streams.fault();
        if (fault != null && toldFault == null) {
            toldFault = fault;
            say(Wire.line(Wire.FAULT, fault.replaceAll("\\s+", " ")));
        }
        Counts counts = streams.counts();
        if (!counts.equals(told)) {
            told = counts;
            say(Wire.encode(counts));
        }
    }

    private synchronized void say(String line) {
        out.println(line);
        out.flush();
    }
}
