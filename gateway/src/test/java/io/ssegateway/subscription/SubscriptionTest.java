package io.ssegateway.subscription;

import static org.assertj.core.api.Assertions.assertThat;

import io.ssegateway.topic.Topic;
import io.ssegateway.topic.TopicMatchers;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class SubscriptionTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String URN = "urn:uuid:bb3de268-05b0-4c65-b44e-8f9acefc29d6";

    /** The specification's example, section "Subscription Events". */
    @Test
    void shouldHaveTheIdAndTheDocumentOfTheSpecification() {
        JsonNode payload = JSON.readTree("{\"foo\":\"bar\"}");
        Subscription subscription = Subscription.of("https://example.com/{selector}", URN, payload);

        assertThat(subscription.document(true)).isEqualTo(JSON.readTree("""
                {
                  "@context": "https://mercure.rocks/",
                  "id": "/.well-known/mercure/subscriptions/https%3A%2F%2Fexample.com%2F%7Bselector%7D/urn%3Auuid%3Abb3de268-05b0-4c65-b44e-8f9acefc29d6",
                  "type": "Subscription",
                  "topic": "https://example.com/{selector}",
                  "subscriber": "urn:uuid:bb3de268-05b0-4c65-b44e-8f9acefc29d6",
                  "active": true,
                  "payload": {"foo": "bar"}
                }
                """));
    }

    @Test
    void shouldLeaveOutWhatIsNotThere() {
        Subscription subscription = Subscription.of("a", URN, null);

        assertThat(subscription.document(false).propertyNames())
                .containsExactly("@context", "id", "type", "topic", "subscriber", "active");
        assertThat(subscription.document(false).get("active").booleanValue()).isFalse();
        assertThat(subscription.describe(true).propertyNames())
                .containsExactly("id", "type", "topic", "subscriber", "active");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "a-._~Z9, a-._~Z9",
                "*, %2A",
                "%, %25",
                "%2F, %252F",
                "a b+c, a%20b%2Bc",
                "{a}/?#[]@!$&'();=, %7Ba%7D%2F%3F%23%5B%5D%40%21%24%26%27%28%29%3B%3D",
                "ä€\uD83D\uDE00, %C3%A4%E2%82%AC%F0%9F%98%80"
            })
    void shouldExpandAsRfc6570Does(String value, String expanded) {
        assertThat(Subscription.path(value)).isEqualTo("/.well-known/mercure/subscriptions/" + expanded);
    }

    @Property
    void shouldExpandToWhatDecodesToTheSame(@ForAll @StringLength(max = 100) String value) {
        String text = new String(value.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
        String segment = Subscription.path(text).substring(Subscription.COLLECTION.length() + 1);

        assertThat(segment).matches("([A-Za-z0-9._~-]|%[0-9A-F]{2})*");
        assertThat(URLDecoder.decode(segment, StandardCharsets.UTF_8)).isEqualTo(text);
    }

    @Property
    void shouldBeMatchedByTheTemplateOfTheSpecification(@ForAll @StringLength(min = 1, max = 100) String value) {
        String text = new String(value.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
        Topic id = new Topic(Subscription.of(text, URN, null).id());

        for (String selector :
                List.of("/.well-known/mercure/subscriptions/{topic}/{subscriber}", Subscription.path(text) + "/{s}")) {
            assertThat(TopicMatchers.of(selector).matches(id))
                    .as("%s of %s", selector, id)
                    .isTrue();
        }
        assertThat(TopicMatchers.of("/.well-known/mercure/subscriptions/{topic}")
                        .matches(id))
                .isFalse();
    }

    @Test
    void shouldBeATopicHoweverManyBytesOfTheSelectorAreEncoded() {
        String id = Subscription.of("/".repeat(Topic.MAX_BYTES), URN, null).id();

        assertThat(new Topic(id).name()).hasSizeGreaterThan(3 * Topic.MAX_BYTES);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "{\"a\":1.10,\"b\":[null,true,\"\\u0000\"],\"c\":1e400}",
                "12345678901234567890.10",
                "\"text\"",
                "[]"
            })
    void shouldComeBackFromTheTable(String payload) {
        JsonNode parsed = Row.read(
                        "x", "{\"node\":\"n\",\"topic\":\"t\",\"subscriber\":\"s\",\"payload\":" + payload + "}")
                .orElseThrow()
                .subscription()
                .payload();
        Row row = new Row("node 1", Subscription.of("{a}\"\\", URN, parsed));

        Row back = Row.read(row.subscription().id(), row.value()).orElseThrow();

        assertThat(back).isEqualTo(row);
        assertThat(back.subscription().document(true))
                .hasToString(row.subscription().document(true).toString());
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "``",
                "{",
                "null",
                "[]",
                "{}",
                "{\"node\":1,\"topic\":\"t\",\"subscriber\":\"s\"}",
                "{\"node\":\"n\",\"topic\":\"t\"}",
                "{\"node\":\"n\",\"topic\":\"t\",\"subscriber\":\"s\",\"payload\":1e99999999999}"
            })
    void shouldPassOverRowsOfOthers(String value) {
        assertThat(Row.read("x", value)).isEmpty();
    }
}
