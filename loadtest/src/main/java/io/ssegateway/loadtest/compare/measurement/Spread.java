package io.ssegateway.loadtest.compare.measurement;

import java.util.Collection;
import java.util.Locale;

/** The middle of some values, and how far they lie apart. */
public record Spread(double median, double min, double max) {

    /** @throws IllegalArgumentException if there are none */
    public static Spread of(Collection<Double> values) {
        if (values.isEmpty()) {
            throw new IllegalArgumentException("no values");
        }
        double[] sorted =
                values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        int middle = sorted.length / 2;
        double median = sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        return new Spread(median, sorted[0], sorted[sorted.length - 1]);
    }

    /** The same with no value below this one. */
    public Spread atLeast(double lowest) {
        return new Spread(Math.max(lowest, median), Math.max(lowest, min), Math.max(lowest, max));
    }

    /** The median, and in parentheses the lowest and the highest. */
    @Override
    public String toString() {
        return "%s (%s to %s)".formatted(number(median), number(min), number(max));
    }

    /** Three digits that count, or all before the point. */
    private static String number(double value) {
        double size = Math.abs(value);
        int decimals = size >= 99.95 ? 0 : size >= 9.995 ? 1 : 2;
        return String.format(Locale.ROOT, "%." + decimals + "f", value);
    }
}
