package io.ssegateway.system.client;

import static io.ssegateway.system.client.TriedClient.Quirk.FIRES_AT_AN_END;
import static io.ssegateway.system.client.TriedClient.Quirk.GLUES_WHAT_WAS_CUT;
import static io.ssegateway.system.client.TriedClient.Quirk.HAS_DATA_ALONE;
import static io.ssegateway.system.client.TriedClient.Quirk.LOSES_WHAT_WAS_CUT;
import static io.ssegateway.system.client.TriedClient.Quirk.SPLITS_AT_LINE_SEPARATORS;
import static io.ssegateway.system.client.TriedClient.Quirk.STRIPS_BLANKS;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The clients that {@link ClientMatrixIT} runs, and what each is known to do otherwise than the HTML standard says. */
enum TriedClient {
    EVENTSOURCE_2(Language.NODE, "eventsource@2", LOSES_WHAT_WAS_CUT, GLUES_WHAT_WAS_CUT),
    EVENTSOURCE_3(Language.NODE, "eventsource@3"),
    EVENTSOURCE_4(Language.NODE, "eventsource@4"),
    EVENT_SOURCE_POLYFILL(Language.NODE, "event-source-polyfill"),
    LAUNCHDARKLY_NODE(Language.NODE, "launchdarkly-eventsource"),
    UNDICI(Language.NODE, "undici"),
    FETCH_EVENT_SOURCE(Language.NODE, "@microsoft/fetch-event-source", LOSES_WHAT_WAS_CUT),
    FETCH_EVENT_SOURCE_WITH_ID(
            Language.NODE, "@microsoft/fetch-event-source, with an id of its own", LOSES_WHAT_WAS_CUT),
    EVENTSOURCE_CLIENT(Language.NODE, "eventsource-client"),
    FETCH_EVENT_STREAM(Language.NODE, "fetch-event-stream", STRIPS_BLANKS),
    EVENTSOURCE_PARSER(Language.NODE, "eventsource-parser"),
    SSE_JS(Language.NODE, "sse.js"),
    HTTPX_SSE(Language.PYTHON, "httpx-sse"),
    SSECLIENT_PY(Language.PYTHON, "sseclient-py"),
    SSECLIENT(Language.PYTHON, "sseclient", SPLITS_AT_LINE_SEPARATORS, GLUES_WHAT_WAS_CUT, FIRES_AT_AN_END),
    REQUESTS_SSE(Language.PYTHON, "requests-sse", STRIPS_BLANKS),
    AIOSSECLIENT(Language.PYTHON, "aiosseclient", SPLITS_AT_LINE_SEPARATORS),
    AIOHTTP_SSE_CLIENT(Language.PYTHON, "aiohttp-sse-client", STRIPS_BLANKS),
    AIOHTTP_SSE_CLIENT_2(Language.PYTHON, "aiohttp-sse-client2", STRIPS_BLANKS),
    LAUNCHDARKLY_PYTHON(Language.PYTHON, "launchdarkly-eventsource"),
    OPENAI(Language.PYTHON, "openai", HAS_DATA_ALONE),
    SYMFONY(Language.PHP, "symfony/http-client");

    /** What runs a client. */
    enum Language {
        NODE("npm", "node", "clients.mjs"),
        PYTHON("python", ".venv/bin/python", "clients.py"),
        PHP("php", "php", "subscribe.php");

        private final Path folder;
        private final String program;
        private final String script;

        Language(String folder, String program, String script) {
            this.folder = Path.of("src", "test", folder);
            this.program = program;
            this.script = script;
        }

        Path folder() {
            return folder;
        }
    }

    /** How a client differs from the standard. */
    enum Quirk {
        /** Blanks at the beginning of a line of data are lost. */
        STRIPS_BLANKS,
        /** U+2028 and the like end a line, and what follows on it is lost. */
        SPLITS_AT_LINE_SEPARATORS,
        /**
         * It counts an event as received when it has read the id: one whose connection breaks behind that does not
         * come.
         */
        LOSES_WHAT_WAS_CUT,
        /**
         * What it had of an event when its connection broke comes before the first data of the next stream, the
         * welcome.
         */
        GLUES_WHAT_WAS_CUT,
        /** It reads past HTTP's framing, and takes the last chunk of a regular end for an event without data. */
        FIRES_AT_AN_END,
        /** It reads the data as JSON and tells neither types nor ids, so that nothing is there to resume by. */
        HAS_DATA_ALONE
    }

    private final Language language;
    private final String title;

    @SuppressWarnings("ImmutableEnumChecker") // The set is; its type does not say so.
    private final Set<Quirk> quirks;

    TriedClient(Language language, String title, Quirk... quirks) {
        this.language = language;
        this.title = title;
        this.quirks = Set.of(quirks);
    }

    Language language() {
        return language;
    }

    boolean has(Quirk quirk) {
        return quirks.contains(quirk);
    }

    /** How to run it. */
    List<String> command(String url, String id) {
        return language == Language.PHP
                ? List.of(language.program, language.script, url)
                : language == Language.PYTHON
                        ? List.of(language.program, language.script, title, url)
                        : List.of(language.program, language.script, title, url, id);
    }

    @Override
    public String toString() {
        return language.name().toLowerCase(Locale.ROOT) + ": " + title;
    }
}
