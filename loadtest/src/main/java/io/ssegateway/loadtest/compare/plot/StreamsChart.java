package io.ssegateway.loadtest.compare.plot;

import io.ssegateway.loadtest.compare.Measure;
import io.ssegateway.loadtest.compare.Mode;
import io.ssegateway.loadtest.compare.Spread;
import io.ssegateway.loadtest.compare.Summary;
import io.ssegateway.loadtest.compare.Summary.Case;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * A measure against the number of streams: a line through the medians for each peer, and at each median a bar from the lowest
 * round to the highest.
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

    private StreamsChart() {}

    /** Without a series if nothing was measured. */
    static XYChart of(Summary summary, Measure measure, Mode mode) {
        XYChart chart = new XYChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .title(title(measure, mode))
                .xAxisTitle("open streams")
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
            addPeer(chart, summary, measure, mode, peers.get(i), COLOURS.get(i % COLOURS.size()), lowest);
        }
        return chart;
    }

    private static String title(Measure measure, Mode mode) {
        String what = measure.title().replaceAll(",.*", "");
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

    private static void addPeer(
            XYChart chart, Summary summary, Measure measure, Mode mode, String peer, Color colour, double lowest) {
        List<Double> streams = new ArrayList<>();
        List<Double> medians = new ArrayList<>();
        for (int count : summary.streams(mode)) {
            summary.value(new Case(count, mode), peer, measure).ifPresent(value -> {
                Spread spread = value.atLeast(lowest);
                streams.add((double) count);
                medians.add(spread.median());
                addBar(chart, peer + count, count, spread, colour);
            });
        }
        if (!streams.isEmpty()) {
            XYSeries line = chart.addSeries(peer, streams, medians);
            line.setMarker(SeriesMarkers.CIRCLE).setMarkerColor(colour);
            line.setLineColor(colour).setLineStyle(LINE);
        }
    }

    /** XChart's own error bars are as long upwards as downwards. */
    private static void addBar(XYChart chart, String name, int streams, Spread spread, Color colour) {
        XYSeries bar =
                chart.addSeries(name, new double[] {streams, streams}, new double[] {spread.min(), spread.max()});
        bar.setMarker(SeriesMarkers.NONE);
        bar.setLineColor(colour).setLineStyle(BAR).setShowInLegend(false);
    }

    private static String number(double value) {
        String format = value != 0 && Math.abs(value) < 1 ? "%.2f" : value == Math.rint(value) ? "%,.0f" : "%,.1f";
        return String.format(Locale.ROOT, format, value);
    }
}
