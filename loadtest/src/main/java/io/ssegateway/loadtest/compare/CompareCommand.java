package io.ssegateway.loadtest.compare;

import io.ssegateway.loadtest.compare.measurement.Measurement;
import io.ssegateway.loadtest.compare.measurement.Mode;
import io.ssegateway.loadtest.compare.measurement.Summary;
import io.ssegateway.loadtest.compare.measurement.SummaryTable;
import io.ssegateway.loadtest.compare.peer.Peer;
import io.ssegateway.loadtest.compare.peer.Peers;
import io.ssegateway.loadtest.compare.plot.Plots;
import io.ssegateway.loadtest.options.BaselineOption;
import io.ssegateway.loadtest.options.DurationConverter;
import io.ssegateway.loadtest.options.StandardOptions;
import io.ssegateway.loadtest.options.TrafficOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures servers side by side. */
@Command(
        name = "compare",
        sortOptions = false,
        showDefaultValues = true,
        description = {
            "Starts the gateway and its peers, each in processes of its own, measures them in turn, round by round,"
                    + " and checks every delivery. A peer that this machine lacks is reported and skipped.",
            "",
            "  floor          a C program with one loop and one send() per delivery: the minimum",
            "  gateway        this gateway, as its launcher starts it",
            "  channel-group  plain Netty with DefaultChannelGroup.writeAndFlush",
            "  nchan          nginx with its module nchan, one worker process",
            "  node           Node's http with a Map of responses",
            ""
        },
        footer = {
            "",
            "Figures are medians over the rounds, in parentheses the lowest and the highest. Ratios are taken within"
                    + " each round. Exit code: 0 if all was measured and every delivery was correct, 1 if not, 2 if an"
                    + " argument is wrong."
        })
public final class CompareCommand implements Callable<Integer> {

    private static final int MAX_ROUNDS = 1_000;
    private static final int MAX_DELIVERIES = 1_000_000_000;
    private static final int MAX_SIZE = 60_000;

    @Option(
            names = "--peers",
            split = ",",
            defaultValue = "floor,gateway,channel-group,nchan,node",
            description = "The servers to compare.")
    private List<String> names = List.of();

    @Option(
            names = "--gateway",
            paramLabel = "NAME=OPTIONS",
            description = "One more gateway, with options of its JVM, then its own, such as"
                    + " 'one-loop=-Xmx64m --set transport.event-loops=1'. May be repeated.")
    private List<String> gateways = new ArrayList<>();

    @Mixin
    private BaselineOption baseline = new BaselineOption();

    @Option(
            names = {"-n", "--streams"},
            split = ",",
            defaultValue = "1000,2000,5000,15000",
            description = "Numbers of open streams.")
    private List<Integer> streams = List.of();

    @Option(
            names = "--modes",
            split = ",",
            defaultValue = "1,16,20/s,idle",
            converter = ModeConverter.class,
            description =
                    "How messages are published: 1 for one at a time, 16 for as many in flight, 20/s for a rate; idle"
                            + " measures the memory of the streams.")
    private List<Mode> modes = List.of();

    @Option(names = "--rounds", defaultValue = "10", description = "How often to measure each.")
    private int rounds;

    @Option(
            names = "--deliveries",
            defaultValue = "200000",
            description = "The least number of deliveries in one" + " measurement.")
    private int deliveries;

    @Option(
            names = "--warmup",
            defaultValue = "1000000",
            description = "Warm-up deliveries before the first measurement, to each server that is compiled while it"
                    + " runs.")
    private int warmup;

    @Mixin
    private TrafficOptions traffic = new TrafficOptions();

    @Option(
            names = "--timeout",
            defaultValue = "2m",
            converter = DurationConverter.class,
            description = "The time limit of one measurement.")
    private Duration timeout = Duration.ZERO;

    @Option(
            names = "--limit",
            defaultValue = "180m",
            converter = DurationConverter.class,
            description = "The time limit of all measurements; those that have not begun by then are skipped.")
    private Duration limit = Duration.ZERO;

    @Option(names = "--csv", paramLabel = "FILE", description = "Write each measurement as a line of this file.")
    private @Nullable Path csv;

    @Option(names = "--plots", paramLabel = "FOLDER", description = "Draw the figures as PNG files in this folder.")
    private @Nullable Path plots;

    @Option(
            names = "--home",
            paramLabel = "FOLDER",
            defaultValue = "${sys:loadtest.home:-.}",
            description = "The project's folder, for its launcher.")
    private Path home = Path.of("");

    @Mixin
    private StandardOptions standard = new StandardOptions();

    @Override
    public Integer call() {
        checkRanges();
        ComparePlan plan = new ComparePlan(
                rounds, streams, modes, deliveries, warmup, traffic.size(), traffic.connects(), timeout, limit);
        List<Peer> peers = peers();
        TurnProgress progress = new TurnProgress(standard.err(), standard.isTerminal());
        Interruption interruption = new Interruption();
        try (Results results = new Results(csv)) {
            boolean complete = run(new CompareRun(plan, peers, results, progress));
            show(new Summary(results.all(), baseline.name()));
            return standard.exitCode(complete && results.all().stream().allMatch(Measurement::isCorrect));
        } catch (IOException e) {
            return standard.fail(e);
        } finally {
            interruption.end();
        }
    }

    /** False if it did not come to its end. */
    private boolean run(CompareRun run) throws IOException {
        try {
            return run.run();
        } catch (InterruptedException e) {
            standard.err().println("stopped; until then:");
            return false;
        }
    }

    private void show(Summary summary) throws IOException {
        PrintWriter out = standard.out();
        out.println(new SummaryTable(summary).text());
        if (plots != null) {
            Plots.write(summary, plots).forEach(out::println);
        }
        out.flush();
    }

    private List<Peer> peers() {
        List<Peer> known = Peers.all(home);
        List<Peer> chosen = new ArrayList<>();
        for (String name : names) {
            chosen.add(known.stream()
                    .filter(peer -> peer.name().equals(name))
                    .findFirst()
                    .orElseThrow(() -> standard.refusal("--peers: " + name + " is unknown; accepted: "
                            + known.stream().map(Peer::name).collect(Collectors.joining(", ")))));
        }
        try {
            gateways.forEach(gateway -> chosen.add(Peers.gateway(home, gateway)));
        } catch (IllegalArgumentException e) {
            throw standard.refusal("--gateway: " + e.getMessage());
        }
        List<String> all = chosen.stream().map(Peer::name).toList();
        standard.check(all.stream().distinct().count() == all.size(), "one name twice: " + String.join(", ", all));
        standard.check(
                baseline.isDefault() || all.contains(baseline.name()),
                "--baseline: " + baseline.name() + " is not compared; accepted: " + String.join(", ", all));
        return chosen;
    }

    private void checkRanges() {
        standard.checkRange("--rounds", rounds, 1, MAX_ROUNDS);
        streams.forEach(count -> standard.checkRange("--streams", count, 1, TrafficOptions.MAX_STREAMS));
        standard.checkRange("--deliveries", deliveries, 1, MAX_DELIVERIES);
        standard.checkRange("--warmup", warmup, 0, MAX_DELIVERIES);
        // The servers have the same limit, and each is one process.
        traffic.check(Collections.max(streams), 1, MAX_SIZE);
    }
}
