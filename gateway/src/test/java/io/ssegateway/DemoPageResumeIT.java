package io.ssegateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a visitor of the page sees of resuming: ids, gaps, and what was missed while a stream was closed. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class DemoPageResumeIT {
    private static final String NEWS = "[data-stream='/events?topic=%2Fnews%2F%7Bid%7D&throttle=10ms']";

    @TempDir
    Path folder;

    @Test
    void shouldShowGapsAndResume() throws Exception {
        try (GatewayProcess gateway = GatewayProcess.start("log.max-events=2", "stream.welcome=false");
                Browser browser = Browser.start(folder)) {
            browser.open(gateway.url());
            for (String data : new String[] {"first", "second", "third"}) {
                publish(browser, data);
            }
            browser.type("#open-topics [name=topics]", "/news/{id}");
            browser.type("#open-topics [name=throttle]", "10ms");
            browser.type("#open-topics [name=after]", "no-such-id");
            browser.click("#open-topics button");

            browser.see(NEWS + "[data-state=open]");
            browser.seeText(NEWS + " .gap", "nobody knows how many (unknown-id)");
            browser.seeText(NEWS + " .events", "third");
            String id = browser.text("#publish output").replaceFirst(".*id ", "");
            assertThat(browser.text(NEWS + " .last-id")).isEqualTo(id);
            assertThat(browser.text(NEWS + " .events")).doesNotContain("first");

            browser.click(NEWS + " .toggle");
            browser.see(NEWS + "[data-state=closed]");
            publish(browser, "missed");
            browser.seeText(NEWS + " .toggle", "Resume");
            browser.click(NEWS + " .toggle");

            browser.seeText(NEWS + " .data", "missed");
            assertThat(browser.text(NEWS + " .events").split("third", -1))
                    .as("delivered once")
                    .hasSize(2);
            assertThat(browser.console()).isEmpty();
        }
    }

    @Test
    void shouldSayWhatAThrottleIs() throws Exception {
        try (GatewayProcess gateway = GatewayProcess.start();
                Browser browser = Browser.start(folder)) {
            browser.open(gateway.url());
            browser.type("#open-topics [name=throttle]", "often");
            browser.click("#open-topics button");
            browser.seeText(".notice", "400: The parameter throttle is a duration up to 1h, such as 500ms or 2s.");
        }
    }

    private static void publish(Browser browser, String data) {
        browser.type("#publish [name=topics]", "/news/1");
        browser.type("#publish [name=data]", data);
        String before = browser.text("#publish output");
        browser.click("#publish button.primary");
        await().until(() -> !browser.text("#publish output").equals(before)
                && browser.text("#publish output").startsWith("Published"));
    }
}
