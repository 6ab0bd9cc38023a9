package io.ssegateway.loadtest.compare.measurement;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One server measured once.
 *
 * @param round from 1
 * @param values of what was measured; finite numbers
 * @param fault what went wrong, so that the values do not count; null if every delivery was correct
 */
public record Measurement(
        int round,
        int streams,
        Mode mode,
        String peer,
        Map<Measure, Double> values,
        @Nullable String fault) {

    public Measurement {
        values = Map.copyOf(values);
    }

    public boolean isCorrect() {
        return fault == null;
    }
}
