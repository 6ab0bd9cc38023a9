package io.ssegateway.loadtest.compare.plot;

import static org.assertj.core.api.Assertions.assertThat;

import io.ssegateway.loadtest.compare.measurement.Measure;
import io.ssegateway.loadtest.compare.measurement.Measurement;
import io.ssegateway.loadtest.compare.measurement.Mode;
import io.ssegateway.loadtest.compare.measurement.Summary;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlotsTest {

    private static final Mode ONE = new Mode(1, 0);

    @TempDir
    private Path folder = Path.of("");

    @Test
    void shouldDrawOneForEachMeasureAndMode() throws IOException {
        List<Measurement> measurements = new ArrayList<>();
        for (int streams : List.of(1_000, 2_000, 5_000, 15_000)) {
            for (int round = 1; round <= 3; round++) {
                for (String peer : List.of("floor", "gateway", "nchan")) {
                    double cpu = 2 + round * 0.2 + Math.log10(streams) + peer.length() * 0.3;
                    measurements.add(measurement(round, streams, ONE, peer, Measure.CPU_PER_DELIVERY, cpu));
                    measurements.add(
                            measurement(round, streams, new Mode(0, 20), peer, Measure.P99, cpu * streams / 1e3));
                    measurements.add(
                            measurement(round, streams, Mode.IDLE, peer, Measure.MEMORY_PER_STREAM, cpu * 700));
                }
            }
        }

        List<Path> files = Plots.write(new Summary(measurements, "floor"), folder.resolve("plots"));

        assertThat(files)
                .extracting(file -> file.getFileName().toString())
                .containsExactly("cpu-per-delivery-1.png", "p99-20-per-second.png", "memory-per-stream-idle.png");
        for (Path file : files) {
            BufferedImage image = ImageIO.read(file.toFile());
            assertThat(image.getWidth()).isEqualTo(StreamsChart.WIDTH);
            assertThat(image.getHeight()).isEqualTo(StreamsChart.HEIGHT);
            assertThat(colours(image)).as(file.toString()).contains(0xD55E00, 0x0072B2);
        }
    }

    @Test
    void shouldDrawASinglePoint() throws IOException {
        Measurement only = measurement(1, 20, ONE, "gateway", Measure.P99, 0);

        assertThat(Plots.write(new Summary(List.of(only), "floor"), folder)).hasSize(1);
    }

    @Test
    void shouldDrawNothingOfNothing() throws IOException {
        Measurement fault = new Measurement(1, 20, ONE, "gateway", Map.of(Measure.P99, 1.0), "it ended");

        assertThat(Plots.write(new Summary(List.of(), "floor"), folder)).isEmpty();
        assertThat(Plots.write(new Summary(List.of(fault), "floor"), folder)).isEmpty();
    }

    private static Measurement measurement(
            int round, int streams, Mode mode, String peer, Measure measure, double value) {
        return new Measurement(round, streams, mode, peer, Map.of(measure, value), null);
    }

    private static List<Integer> colours(BufferedImage image) {
        return Arrays.stream(image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth()))
                .map(pixel -> pixel & 0xFFFFFF)
                .distinct()
                .boxed()
                .toList();
    }
}
