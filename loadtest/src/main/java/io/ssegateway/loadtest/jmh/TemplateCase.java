package io.ssegateway.loadtest.jmh;

/** A template, the regular expression that says the same, and a topic. */
public enum TemplateCase {
    /** As most templates and topics are. */
    MATCH(
            "https://example.com/orders/{id}",
            "https://example\\.com/orders/" + Expressions.SIMPLE,
            "https://example.com/orders/4711"),
    /** The same template for a topic it refuses after most of it. */
    LATE_MISMATCH(MATCH.template, MATCH.regex, "https://example.com/orders/4711/items"),
    /** The same template for a topic of another kind: of all pairs of a template and a topic, most are this. */
    OTHER_TOPIC(MATCH.template, MATCH.regex, "https://example.com/users/4711"),
    /** Two expressions with several variables. */
    QUERY(
            "/prices{/market}{?from,to}",
            "/prices(?:/" + Expressions.SIMPLE + ")?(?:\\?from=" + Expressions.SIMPLE + "(?:&to=" + Expressions.SIMPLE
                    + ")?|\\?to=" + Expressions.SIMPLE + ")?",
            "/prices/nyse?from=2026-01-01&to=2026-02-01"),
    /**
     * Four variables that any letter may belong to, and a topic of 64 letters that none of the ways to share them fits.
     */
    HOSTILE("{a}{b}{c}{d}", Expressions.SIMPLE.repeat(4), "x".repeat(64) + " ");

    private static final class Expressions {
        static final String SIMPLE = "(?:[A-Za-z0-9\\-._~,[^\\x00-\\x7F]]|%[0-9A-Fa-f]{2})*";
    }

    final String template;
    final String regex;
    final String topic;

    TemplateCase(String template, String regex, String topic) {
        this.template = template;
        this.regex = regex;
        this.topic = topic;
    }
}
