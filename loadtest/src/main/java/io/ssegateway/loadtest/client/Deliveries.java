package io.ssegateway.loadtest.client;

import io.ssegateway.loadtest.report.Rows;
import java.util.List;
import java.util.function.ToIntFunction;

/**
 * What the streams of one kind got.
 *
 * @param count messages that came, each stream's counted
 * @param expected messages that should have come
 */
public record Deliveries(long count, long expected, long missing, long duplicated, long outOfOrder) {

    /**
     * The sum over streams.
     *
     * @param sent what each of them should have got
     * @param count messages that came
     */
    public static Deliveries of(List<DeliveryCheck> checks, int sent, long count) {
        return new Deliveries(
                count,
                (long) sent * checks.size(),
                sum(checks, check -> check.missing(sent)),
                sum(checks, DeliveryCheck::duplicated),
                sum(checks, DeliveryCheck::outOfOrder));
    }

    private static long sum(List<DeliveryCheck> checks, ToIntFunction<DeliveryCheck> count) {
        return checks.stream().mapToLong(count::applyAsInt).sum();
    }

    public boolean isCorrect() {
        return count == expected && missing == 0 && duplicated == 0 && outOfOrder == 0;
    }

    /** The shortest way to say it if it is not correct. */
    public String faults() {
        return "%d missing, %d duplicated, %d out of order".formatted(missing, duplicated, outOfOrder);
    }

    /** A row for each number. */
    public List<String> rows() {
        return List.of(
                Rows.row("deliveries", "%d of %d", count, expected),
                Rows.row("missing", "%d", missing),
                Rows.row("duplicated", "%d", duplicated),
                Rows.row("out of order", "%d", outOfOrder));
    }

    /** All in one row. */
    public String row(String name) {
        return Rows.row(name, "%d of %d, %s", count, expected, faults());
    }
}
