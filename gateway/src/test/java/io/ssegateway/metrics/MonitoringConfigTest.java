package io.ssegateway.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.util.concurrent.DefaultEventExecutor;
import io.ssegateway.testing.Promtool;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** The sample files for Prometheus and Grafana, checked against Prometheus' own tool and against a real scrape. */
class MonitoringConfigTest {

    private static final Path CONFIG = Path.of("..", "config");
    private static final Path PROMETHEUS = CONFIG.resolve("prometheus.yml");
    private static final Path ALERTS = CONFIG.resolve("prometheus-alerts.yml");
    private static final Path DASHBOARD = CONFIG.resolve("grafana").resolve("sse-gateway.json");

    private static final Pattern LABELS_OR_RANGE_OR_GROUPING =
            Pattern.compile("\\{[^}]*}|\\[[^]]*]|\\b(?:by|without|on|ignoring)\\s*\\([^)]*\\)");
    private static final Pattern NAME_THAT_IS_NO_FUNCTION = Pattern.compile("(?<![\\w.])[a-zA-Z_:][\\w:]*+(?!\\s*\\()");

    private static final Set<String> REAL_NAMES = namesOfARealScrape();

    @Test
    void shouldBeAValidPrometheusConfiguration() throws Exception {
        String output = Promtool.shouldAccept("check", "config", PROMETHEUS.toString());

        assertThat(output).contains("1 rule files found");
    }

    @Test
    void shouldScrapeTheDefaultManagementListener() {
        JsonNode job = new YAMLMapper().readTree(PROMETHEUS.toFile()).at("/scrape_configs/0");

        assertThat(job.at("/job_name").asString()).isEqualTo("sse-gateway");
        assertThat(job.at("/scrape_interval").asString()).isEqualTo("5s");
        assertThat(job.at("/metrics_path").asString()).isEqualTo("/metrics");
        assertThat(job.at("/static_configs/0/targets/0").asString()).isEqualTo("127.0.0.1:8081");
    }

    @Test
    void shouldFireInTroubleAndOnlyThen() throws Exception {
        Promtool.shouldAccept("check", "rules", ALERTS.toString());
        Promtool.shouldAccept("test", "rules", "src/test/resources/io/ssegateway/metrics/alerts-test.yml");
    }

    @Test
    void shouldAlertOnMetricsThatExist() {
        List<String> expressions = new ArrayList<>();
        new YAMLMapper()
                .readTree(ALERTS.toFile())
                .findValues("expr")
                .forEach(expression -> expressions.add(expression.asString()));

        assertThat(expressions).isNotEmpty().allSatisfy(MonitoringConfigTest::assertThatItsMetricsExist);
    }

    @Test
    void shouldDrawMetricsThatExist() {
        List<String> expressions = dashboardExpressions();

        assertThat(expressions).hasSizeGreaterThan(20).allSatisfy(MonitoringConfigTest::assertThatItsMetricsExist);
        // A meter that nobody can see in the sample dashboard is either missing there or not worth having.
        assertThat(Stream.of(Meters.values()).map(Meters::prometheusName))
                .allSatisfy(name -> assertThat(expressions).anyMatch(expression -> expression.contains(name)));
    }

    @Test
    void shouldDrawWithQueriesThatPrometheusUnderstands(@TempDir Path folder) throws Exception {
        StringBuilder rules = new StringBuilder("groups:\n- name: dashboard\n  rules:\n");
        int number = 0;
        for (String expression : dashboardExpressions()) {
            rules.append("  - record: panel:query").append(number++).append("\n    expr: '");
            rules.append(expression.replace("$__rate_interval", "1m").replace("'", "''"))
                    .append("'\n");
        }
        Path file = Files.writeString(folder.resolve("dashboard-rules.yml"), rules);

        String output = Promtool.shouldAccept("check", "rules", file.toString());

        assertThat(output).contains(number + " rules found");
    }

    @Test
    void shouldBeADashboardThatGrafana10Loads() {
        JsonNode dashboard = dashboard();

        assertThat(dashboard.path("uid").asString()).isEqualTo("sse-gateway");
        assertThat(dashboard.path("title").asString()).isNotBlank();
        assertThat(dashboard.path("schemaVersion").asInt()).isEqualTo(38);
        assertThat(dashboard.at("/templating/list").findValuesAsString("name"))
                .containsExactly("datasource", "instance");
        Set<Integer> ids = new HashSet<>();
        for (JsonNode panel : dashboard.path("panels")) {
            String title = panel.path("title").asString();
            assertThat(title).isNotBlank();
            assertThat(ids.add(panel.path("id").asInt()))
                    .as("id of %s is its own", title)
                    .isTrue();
            assertThat(panel.path("type").asString()).isIn("row", "stat", "timeseries", "heatmap");
            for (JsonNode target : panel.path("targets")) {
                assertThat(target.at("/datasource/uid").asString()).as(title).isEqualTo("${datasource}");
                assertThat(target.path("expr").asString()).as(title).isNotBlank();
            }
        }
    }

    @Test
    void shouldLayPanelsOutWithoutOverlap() {
        Set<String> cells = new HashSet<>();
        for (JsonNode panel : dashboard().path("panels")) {
            JsonNode at = panel.path("gridPos");
            int left = at.path("x").asInt();
            int top = at.path("y").asInt();
            assertThat(left + at.path("w").asInt()).isLessThanOrEqualTo(24);
            for (int x = left; x < left + at.path("w").asInt(); x++) {
                for (int y = top; y < top + at.path("h").asInt(); y++) {
                    assertThat(cells.add(x + "," + y))
                            .as("%s overlaps another panel", panel.path("title").asString())
                            .isTrue();
                }
            }
        }
    }

    private static void assertThatItsMetricsExist(String expression) {
        Set<String> used = metricsIn(expression);
        assertThat(used).as(expression).isNotEmpty();
        assertThat(REAL_NAMES).as(expression).containsAll(used);
    }

    private static Set<String> metricsIn(String expression) {
        String bare = LABELS_OR_RANGE_OR_GROUPING.matcher(expression).replaceAll(" ");
        return NAME_THAT_IS_NO_FUNCTION
                .matcher(bare)
                .results()
                .map(match -> match.group())
                .filter(name -> !Set.of("and", "or", "unless").contains(name))
                .collect(Collectors.toSet());
    }

    /** Its loop's thread is never started. */
    private static Set<String> namesOfARealScrape() {
        PrometheusMetrics metrics = new PrometheusMetrics(List.of(new DefaultEventExecutor()));
        metrics.watchLog(() -> 0, () -> 0, () -> 0, () -> true);
        metrics.watchLoops(() -> 0);
        Set<String> names = new HashSet<>(Scrape.of(metrics).names());
        names.add("up"); // Prometheus' own
        return names;
    }

    private static List<String> dashboardExpressions() {
        List<String> expressions = new ArrayList<>();
        dashboard().findValues("expr").forEach(expression -> expressions.add(expression.asString()));
        return expressions;
    }

    private static JsonNode dashboard() {
        return JsonMapper.shared().readTree(DASHBOARD.toFile());
    }
}
