package io.ssegateway.metrics;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A scrape in Prometheus' text format, read back: the samples by series, such as
 * {@code sse_connections{transport="http1"}}.
 */
record Scrape(Map<String, Double> samples) {

    private static final Pattern SAMPLE = Pattern.compile("(?m)^([a-z][^ {]*(?:\\{.*})?) (\\S+)$");

    static Scrape of(PrometheusMetrics metrics) {
        Matcher matcher = SAMPLE.matcher(new String(metrics.scrape(null).body(), StandardCharsets.UTF_8));
        Map<String, Double> samples = new TreeMap<>();
        while (matcher.find()) {
            if (samples.put(matcher.group(1), Double.valueOf(matcher.group(2))) != null) {
                throw new AssertionError("twice in one scrape: " + matcher.group(1));
            }
        }
        return new Scrape(samples);
    }

    @Nullable
    Double value(String series) {
        return samples.get(series);
    }

    /** The series of one metric, without its histogram's parts. */
    Map<String, Double> series(String name) {
        return samples.entrySet().stream()
                .filter(sample -> nameOf(sample.getKey()).equals(name))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (a, b) -> a, TreeMap::new));
    }

    /** As a query names them: a histogram is its {@code _bucket}, {@code _sum} and {@code _count}. */
    Set<String> names() {
        return samples.keySet().stream().map(Scrape::nameOf).collect(Collectors.toSet());
    }

    private static String nameOf(String series) {
        int labels = series.indexOf('{');
        return labels < 0 ? series : series.substring(0, labels);
    }
}
