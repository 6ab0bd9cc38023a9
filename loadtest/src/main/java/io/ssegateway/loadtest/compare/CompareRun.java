package io.ssegateway.loadtest.compare;

import io.ssegateway.loadtest.compare.Rounds.Turn;
import io.ssegateway.loadtest.compare.measurement.Measurement;
import io.ssegateway.loadtest.compare.measurement.Mode;
import io.ssegateway.loadtest.compare.peer.Peer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Starts the servers, warms up those that get faster as they run, and measures all in turns. All of them run all the
 * time, but only one has streams. Belongs to one thread, which must not end before it: see {@link Peer#start}.
 */
public final class CompareRun {

    private final ComparePlan plan;
    private final List<Peer> peers;
    private final Consumer<Measurement> results;
    private final TurnProgress progress;
    private final long start = System.nanoTime();

    /**
     * A run that begins now.
     *
     * @param results takes each measurement as soon as it is made
     */
    public CompareRun(ComparePlan plan, List<Peer> peers, Consumer<Measurement> results, TurnProgress progress) {
        this.plan = plan;
        this.peers = peers;
        this.results = results;
        this.progress = progress;
    }

    /**
     * Runs it; may be called once. When it returns or throws, all servers have ended.
     *
     * @return false if the time was over before all was measured, or there was nothing to measure
     * @throws IOException if there is no place for the servers' files
     */
    public boolean run() throws IOException, InterruptedException {
        List<Contender> contenders = new ArrayList<>();
        try (WorkFolder work = new WorkFolder()) {
            try {
                for (Peer peer : peers) {
                    start(peer, work).ifPresent(contenders::add);
                }
                if (contenders.isEmpty()) {
                    return false;
                }
                warmUp(contenders);
                return take(
                        "measuring",
                        Rounds.turns(plan.rounds(), plan.streams(), plan.modes(), contenders),
                        new Trial(plan),
                        results);
            } finally {
                contenders.forEach(Contender::close);
            }
        }
    }

    private Optional<Contender> start(Peer peer, WorkFolder work) throws InterruptedException {
        Optional<String> missing = peer.missing();
        if (missing.isPresent()) {
            progress.note(peer.name() + " is skipped: " + missing.get());
            return Optional.empty();
        }
        try {
            return Optional.of(new Contender(peer, work.path()));
        } catch (IOException e) {
            progress.note(peer.name() + " is skipped, because it does not start: " + e.getMessage());
            return Optional.empty();
        }
    }

    /** In the ways in which they are measured, as that is what should be warm. */
    private void warmUp(List<Contender> contenders) throws InterruptedException {
        List<Mode> modes = plan.modes().stream().filter(mode -> !mode.isIdle()).toList();
        int ways = modes.size() * plan.streams().size();
        if (plan.warmup() == 0 || ways == 0) {
            return;
        }
        List<Contender> cold = contenders.stream()
                .filter(contender -> contender.peer().warmsUp())
                .toList();
        take(
                "warming up",
                Rounds.turns(1, plan.streams(), modes, cold),
                new Trial(plan.withDeliveries(plan.warmup() / ways)),
                measurement -> {});
    }

    private boolean take(String what, List<Turn<Contender>> turns, Trial trial, Consumer<Measurement> taker)
            throws InterruptedException {
        progress.begin(what, turns.size());
        for (Turn<Contender> turn : turns) {
            if (System.nanoTime() - start >= plan.limit().toNanos()) {
                progress.note("%s: the %d s of --limit have passed"
                        .formatted(what, plan.limit().toSeconds()));
                return false;
            }
            progress.show(
                    turn.round(),
                    turn.streams(),
                    turn.mode(),
                    turn.peer().peer().name());
            Measurement measurement = trial.run(turn);
            if (!measurement.isCorrect()) {
                progress.note("%s, %d streams, %s: %s"
                        .formatted(
                                measurement.peer(),
                                measurement.streams(),
                                measurement.mode().title(),
                                measurement.fault()));
            }
            taker.accept(measurement);
            progress.done();
        }
        progress.end();
        return true;
    }
}
