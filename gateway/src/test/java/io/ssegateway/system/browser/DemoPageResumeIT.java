package io.ssegateway.system.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ssegateway.testing.GatewayProcess;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a visitor of the page sees of resuming: ids, gaps, and what was missed while a stream was closed. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class DemoPageResumeIT {
    private static final String NEWS = "[data-stream='/events?topic=%2Fnews%2F%7Bid%7D&throttle=10ms']";

    private static final Browser BROWSER = Browser.shared();

    @Test
    void shouldShowGapsAndResume() throws Exception {
        try (GatewayProcess gateway = GatewayProcess.start("log.max-events=2", "stream.welcome=false")) {
            BROWSER.open(gateway.url());
            for (String data : new String[] {"first", "second", "third"}) {
                publish(data);
            }
            BROWSER.type("#open-topics [name=topics]", "/news/{id}");
            BROWSER.type("#open-topics [name=throttle]", "10ms");
            BROWSER.type("#open-topics [name=after]", "no-such-id");
            BROWSER.click("#open-topics button");

            BROWSER.see(NEWS + "[data-state=open]");
            BROWSER.seeText(NEWS + " .gap", "nobody knows how many (unknown-id)");
            BROWSER.seeText(NEWS + " .events", "third");
            String id = BROWSER.text("#publish output").replaceFirst(".*id ", "");
            assertThat(BROWSER.text(NEWS + " .last-id")).isEqualTo(id);
            assertThat(BROWSER.text(NEWS + " .events")).doesNotContain("first");

            BROWSER.click(NEWS + " .toggle");
            BROWSER.see(NEWS + "[data-state=closed]");
            publish("missed");
            BROWSER.seeText(NEWS + " .toggle", "Resume");
            BROWSER.click(NEWS + " .toggle");

            BROWSER.seeText(NEWS + " .data", "missed");
            assertThat(BROWSER.text(NEWS + " .events").split("third", -1))
                    .as("delivered once")
                    .hasSize(2);
            assertThat(BROWSER.console()).isEmpty();
        }
    }

    @Test
    void shouldSayWhatAThrottleIs() throws Exception {
        try (GatewayProcess gateway = GatewayProcess.start()) {
            BROWSER.open(gateway.url());
            BROWSER.type("#open-topics [name=throttle]", "often");
            BROWSER.click("#open-topics button");
            BROWSER.seeText(
                    ".notice", "400: The parameter throttle must be a duration of up to 1h, such as 500ms or" + " 2s.");
        }
    }

    private static void publish(String data) {
        BROWSER.type("#publish [name=topics]", "/news/1");
        BROWSER.type("#publish [name=data]", data);
        String before = BROWSER.text("#publish output");
        BROWSER.click("#publish button.primary");
        await().until(() -> !BROWSER.text("#publish output").equals(before)
                && BROWSER.text("#publish output").startsWith("Published"));
    }
}
