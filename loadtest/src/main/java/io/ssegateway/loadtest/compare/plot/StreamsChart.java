package io.ssegateway.loadtest.compare.plot;

import io.ssegateway.loadtest.compare.measurement.Measure;
import io.ssegateway.loadtest.compare.measurement.Mode;
import io.ssegateway.loadtest.compare.measurement.Spread;
import io.ssegateway.loadtest.compare.measurement.Summary;
import io.ssegateway.loadtest.compare.measurement.Summary.Case;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * A measure against the number of streams: a line through the medians for each peer, and at each median a bar from the
 * lowest round to the highest.
 */
final class StreamsChart {

    static final int WIDTH = 960;
    static final int HEIGHT = 600;

    /** Okabe and Ito's colours, which most eyes can tell from one another. */
    private static final List<Color> COLOURS = List.of(
            new Color(0x000000),
            new Color(0xD55E00),
            new Color(0x0072B2),
            new Color(0x009E73),
            new Color(0xCC79A7),
            new Color(0xE69F00),
            new Color(0x56B4E9));

    /** Zero has no place on a logarithmic axis. */
    private static final double SHORTEST_MILLIS = 0.001;

    private static final BasicStroke LINE = new BasicStroke(2.5f);
    private static final BasicStroke BAR = new BasicStroke(1.2f);
    private static final Color GRID = new Color(0xE3E3E3);

    /** The factor between two peers' places. */
    private static final double SHIFT = 1.012;

    /** What a peer's line shows, and where: {@code shift} is a factor of its places, {@code lowest} the axis' begin. */
    private record Line(Measure measure, Mode mode, String peer, double shift, double lowest) {}

    private StreamsChart() {}

    /** Without a series if nothing was measured. */
    static XYChart of(Summary summary, Measure measure, Mode mode) {
        XYChart chart = new XYChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .title(title(measure, mode))
                .xAxisTitle(summary.streams(mode).stream()
                        .map(count -> String.format(Locale.ROOT, "%,d", count))
                        .collect(Collectors.joining(", ", "open streams, measured at ", "")))
                .yAxisTitle(measure.title())
                .build();
        style(chart.getStyler());
        // Latencies lie powers of ten apart; of the others zero is the place to compare from.
        boolean logarithmic = measure == Measure.P99;
        chart.getStyler().setYAxisLogarithmic(logarithmic);
        if (!logarithmic) {
            chart.getStyler().setYAxisMin(0.0);
        }
        double lowest = logarithmic ? SHORTEST_MILLIS : 0;
        List<String> peers = summary.peers();
        for (int i = 0; i < peers.size(); i++) {
            // Beside one another, so that no bar hides another one.
            double shift = Math.pow(SHIFT, i - (peers.size() - 1) / 2.0);
            addPeer(
                    chart,
                    summary,
                    new Line(measure, mode, peers.get(i), shift, lowest),
                    COLOURS.get(i % COLOURS.size()));
        }
        return chart;
    }

    private static String title(Measure measure, Mode mode) {
        String text = measure.title().replaceAll(",.*", "");
        String what = text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
        return mode.isIdle() ? what : what + ", " + mode.title();
    }

    private static void style(XYStyler styler) {
        styler.setXAxisLogarithmic(true)
                .setXAxisTickLabelsFormattingFunction(streams -> String.format(Locale.ROOT, "%,.0f", streams))
                .setYAxisTickLabelsFormattingFunction(StreamsChart::number)
                .setAxisTickLabelsFont(new Font(Font.SANS_SERIF, Font.PLAIN, 13))
                .setAxisTitleFont(new Font(Font.SANS_SERIF, Font.PLAIN, 14))
                .setPlotGridLinesColor(GRID)
                .setPlotGridLinesStroke(new BasicStroke(1));
        styler.setChartTitleFont(new Font(Font.SANS_SERIF, Font.BOLD, 17))
                .setLegendFont(new Font(Font.SANS_SERIF, Font.PLAIN, 14))
                .setLegendPosition(LegendPosition.OutsideE)
                .setLegendBorderColor(Color.WHITE)
                .setChartBackgroundColor(Color.WHITE)
                .setPlotBorderVisible(false)
                .setChartTitleBoxVisible(false)
                .setChartPadding(16);
    }

    private static void addPeer(XYChart chart, Summary summary, Line line, Color colour) {
        List<Double> places = new ArrayList<>();
        List<Double> medians = new ArrayList<>();
        for (int count : summary.streams(line.mode)) {
            summary.value(new Case(count, line.mode), line.peer, line.measure).ifPresent(value -> {
                Spread spread = value.atLeast(line.lowest);
                places.add(count * line.shift);
                medians.add(spread.median());
                addBar(chart, line.peer + count, count * line.shift, spread, colour);
            });
        }
        if (!places.isEmpty()) {
            XYSeries series = chart.addSeries(line.peer, places, medians);
            series.setMarker(SeriesMarkers.CIRCLE).setMarkerColor(colour);
            series.setLineColor(colour).setLineStyle(LINE);
        }
    }

    /** XChart's own error bars are as long upwards as downwards. */
    private static void addBar(XYChart chart, String name, double place, Spread spread, Color colour) {
        XYSeries bar = chart.addSeries(name, new double[] {place, place}, new double[] {spread.min(), spread.max()});
        bar.setMarker(SeriesMarkers.NONE);
        bar.setLineColor(colour).setLineStyle(BAR).setShowInLegend(false);
    }

    private static String number(double value) {
        String format = value != 0 && Math.abs(value) < 1 ? "%.2f" : value == Math.rint(value) ? "%,.0f" : "%,.1f";
        return String.format(Locale.ROOT, format, value);
    }
}
