package io.ssegateway.loadtest.compare.measurement;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** What many rounds came to. Measurements that were not correct do not count. */
public final class Summary {

    /** What was measured in one way: so many streams, so published to. */
    public record Case(int streams, Mode mode) {}

    private final List<Measurement> all;
    private final String baseline;

    /** @param baseline the peer that the others are told as multiples of */
    public Summary(List<Measurement> measurements, String baseline) {
        this.all = List.copyOf(measurements);
        this.baseline = baseline;
    }

    public String baseline() {
        return baseline;
    }

    /** As they came first. */
    public List<String> peers() {
        return distinct(Measurement::peer);
    }

    /** As they came first. */
    public List<Mode> modes() {
        return distinct(Measurement::mode);
    }

    /** As they came first, all streams of a mode together. */
    public List<Case> cases() {
        return modes().stream()
                .flatMap(mode -> streams(mode).stream().map(streams -> new Case(streams, mode)))
                .toList();
    }

    /** Ascending. */
    public List<Integer> streams(Mode mode) {
        return all.stream()
                .filter(measurement -> measurement.mode().equals(mode))
                .map(Measurement::streams)
                .distinct()
                .sorted()
                .toList();
    }

    /** The values of a peer over the rounds. */
    public Optional<Spread> value(Case which, String peer, Measure measure) {
        return spread(correct(which, peer).stream()
                .flatMap(measurement -> value(measurement, measure).stream())
                .toList());
    }

    /**
     * A peer's value by the baseline's of the same round, over the rounds that have both; empty for the baseline itself
     * and for what says nothing as a ratio.
     */
    public Optional<Spread> ratio(Case which, String peer, Measure measure) {
        if (peer.equals(baseline) || !measure.hasRatio()) {
            return Optional.empty();
        }
        List<Double> ratios = new ArrayList<>();
        for (Measurement base : correct(which, baseline)) {
            for (Measurement other : correct(which, peer)) {
                double divisor = value(base, measure).orElse(0.0);
                if (base.round() == other.round() && divisor > 0) {
                    value(other, measure).ifPresent(value -> ratios.add(value / divisor));
                }
            }
        }
        return spread(ratios);
    }

    /** Those that were not correct. */
    public List<Measurement> faults() {
        return all.stream().filter(measurement -> !measurement.isCorrect()).toList();
    }

    /** Rounds in which a peer was measured correctly. */
    public long rounds(Case which, String peer) {
        return correct(which, peer).size();
    }

    private List<Measurement> correct(Case which, String peer) {
        return all.stream()
                .filter(measurement -> measurement.isCorrect()
                        && measurement.streams() == which.streams()
                        && measurement.mode().equals(which.mode())
                        && measurement.peer().equals(peer))
                .toList();
    }

    private static Optional<Double> value(Measurement measurement, Measure measure) {
        return Optional.ofNullable(measurement.values().get(measure));
    }

    private static Optional<Spread> spread(List<Double> values) {
        return values.isEmpty() ? Optional.empty() : Optional.of(Spread.of(values));
    }

    private <T> List<T> distinct(Function<Measurement, T> property) {
        return all.stream().map(property).distinct().toList();
    }
}
