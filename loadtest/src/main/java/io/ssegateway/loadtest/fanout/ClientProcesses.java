package io.ssegateway.loadtest.fanout;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** The streams of a run in several processes, because one may not have so many descriptors. */
final class ClientProcesses implements Crowd {

    private final List<ClientProcess> processes = new ArrayList<>();

    /**
     * Starts the processes.
     *
     * @param all streams of the run
     * @param parts processes to spread them over
     * @param complete told each message that all streams that want it have
     * @throws IOException if a process does not start; then none is left
     */
    ClientProcesses(Share all, int parts, IntConsumer complete) throws IOException, InterruptedException {
        List<Share> shares = new ArrayList<>();
        int[] parties = new int[all.audience().topics()];
        for (int i = 0; i < parts; i++) {
            Share share = all.part(i, parts);
            shares.add(share);
            int[] subscribers = share.subscribers();
            for (int topic = 0; topic < parties.length; topic++) {
                parties[topic] += subscribers[topic] > 0 ? 1 : 0;
            }
        }
        MessageCounter counter = new MessageCounter(all.messages(), parties, complete);
        int loops = Math.max(1, Runtime.getRuntime().availableProcessors() / parts);
        try {
            for (Share share : shares) {
                processes.add(new ClientProcess(share, loops, counter::received));
            }
        } catch (IOException e) {
            for (ClientProcess process : processes) {
                process.end();
            }
            throw e;
        }
    }

    @Override
    public void open() {
        processes.forEach(ClientProcess::open);
    }

    @Override
    public Counts counts() {
        return processes.stream().map(ClientProcess::counts).reduce(Counts.NONE, Counts::plus);
    }

    @Override
    public @Nullable String fault() {
        return processes.stream()
                .map(ClientProcess::fault)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    @Override
    public Findings close(int published) throws InterruptedException {
        processes.forEach(process -> process.beginClose(published));
        Findings all = Findings.lost(0);
        try {
            for (ClientProcess process : processes) {
                all = all.plus(process.close(published));
            }
            return all;
        } finally {
            processes.forEach(ClientProcess::hangUp);
        }
    }
}
