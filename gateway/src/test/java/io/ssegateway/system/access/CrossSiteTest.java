package io.ssegateway.system.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.ssegateway.testing.EventReader;
import io.ssegateway.testing.MercureTokens;
import io.ssegateway.testing.RawClient;
import io.ssegateway.testing.Requests;
import io.ssegateway.testing.RunningGateway;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What pages of other origins make their visitors' browsers send. */
class CrossSiteTest {
    private static final String LISTED = "https://writer.example";
    private static final String READER = "https://reader.example";
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final String SAME = "Sec-Fetch-Site: same-origin";
    private static final String FOREIGN = "Origin: https://evil.example";

    @AutoClose
    private static final RunningGateway gateway = RunningGateway.startAsConfigured(
            "server.hosts=gateway,public.example",
            "management.hosts=gateway,public.example",
            "auth.publish-origins=" + LISTED,
            "cors.allowed-origins=*," + READER);

    @AutoClose
    private static final RunningGateway open = RunningGateway.start("auth.publish-origins=*");

    @AutoClose
    private static final RunningGateway withTokens = RunningGateway.start(
            MercureTokens.KEY.replace("subscriber", "publisher"), "auth.publish=anonymous", "server.hosts=*");

    /** The status of each route that publishes, which is the same. */
    private static int publish(RunningGateway to, String... headers) {
        List<Integer> statuses = Stream.of(
                        Requests.post("/publish", "application/json", "{\"topics\":[\"a\"],\"data\":\"x\"}", headers),
                        Requests.post("/broadcast", "application/json", "{\"message\":1}", headers),
                        Requests.post("/.well-known/mercure", FORM, "topic=a&data=x", headers))
                .map(request -> to.exchange(request).status())
                .distinct()
                .toList();
        assertThat(statuses).hasSize(1);
        return statuses.get(0);
    }

    static List<String> own() {
        return List.of(
                "", // A program.
                SAME,
                "Sec-Fetch-Site: none",
                SAME + "\nOrigin: http://gateway",
                // The gateway behind a proxy that sends another Host: the browser knows better.
                SAME + "\nOrigin: https://elsewhere.example",
                "Origin: http://gateway",
                "Origin: https://gateway",
                "Origin: http://gateway:80",
                "Origin: https://gateway:443",
                "Origin: https://public.example");
    }

    static List<String> foreign() {
        return List.of(
                FOREIGN,
                "Origin: null",
                "Origin: ",
                "Origin: *",
                "Origin: http://gateway:8080",
                "Origin: https://gateway:80",
                "Origin: http://gateway.evil.example",
                "Origin: http://gateway@evil.example",
                "Origin: http://gateway/",
                "Origin: ftp://gateway",
                "Origin: gateway",
                "Origin: http://",
                "Origin: https://public.example:8443",
                "Origin: " + READER,
                "Sec-Fetch-Site: cross-site",
                "Sec-Fetch-Site: same-site",
                "Sec-Fetch-Site: SAME-ORIGIN",
                "Sec-Fetch-Site: ",
                SAME + "\nSec-Fetch-Site: cross-site",
                "Sec-Fetch-Site: cross-site\nOrigin: http://gateway",
                "Sec-Fetch-Site: same-site\nOrigin: https://public.example",
                "Origin: http://gateway\nOrigin: http://gateway",
                "Origin: " + LISTED + "\n" + FOREIGN);
    }

    @ParameterizedTest
    @MethodSource("own")
    void shouldTakePublishesOfProgramsAndOwnPages(String headers) {
        assertThat(publish(gateway, lines(headers))).isEqualTo(200);
    }

    @ParameterizedTest
    @MethodSource("foreign")
    void shouldRefusePublishesOfForeignPages(String headers) {
        assertThat(publish(gateway, lines(headers))).isEqualTo(403);
    }

    @Test
    void shouldTellWhatIsAccepted() {
        gateway.exchange(Requests.post("/broadcast", "application/json", "{\"message\":1}", FOREIGN))
                .isProblem(403, "auth.publish-origins");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Sec-Fetch-Site: cross-site", "Sec-Fetch-Site: same-site"})
    void shouldTakePublishesOfListedPages(String site) {
        assertThat(publish(gateway, lines("Origin: " + LISTED + "\n" + site))).isEqualTo(200);
    }

    @ParameterizedTest
    @MethodSource("foreign")
    void shouldTakePublishesOfEveryPageIfToldSo(String headers) {
        assertThat(publish(open, lines(headers))).isEqualTo(200);
    }

    @Test
    void shouldAskForNoPageWhereATokenSpeaks() {
        String token = MercureTokens.bearer("{\"mercure\":{\"publish\":[\"*\"]}}");

        assertThat(publish(withTokens, token, FOREIGN, "Sec-Fetch-Site: cross-site"))
                .isEqualTo(200);
        // Which a browser sends by itself.
        assertThat(publish(withTokens, "Authorization: Basic YTpi", FOREIGN)).isEqualTo(403);
        assertThat(publish(withTokens, "Cookie: mercureAuthorization=", FOREIGN))
                .isEqualTo(403);
        assertThat(publish(withTokens, "Cookie: mercureAuthorization=x", SAME)).isEqualTo(401);
    }

    @Test
    void shouldLetForeignPagesReadWhatIsPublic() {
        try (EventReader stream = gateway.open("/events", FOREIGN, "Sec-Fetch-Site: cross-site")) {
            assertThat(stream.head().status()).isEqualTo(200);
        }
    }

    private static int manage(String method, String path, String headers) {
        try (RawClient client = RawClient.connect(gateway.managementAddress())) {
            client.send(Requests.request(method, path, lines(headers + "\nContent-Length: 0")));
            return method.equals("HEAD")
                    ? client.head().status()
                    : client.answer().status();
        }
    }

    @ParameterizedTest
    @MethodSource("foreign")
    void shouldLetForeignPagesManageNothing(String headers) {
        for (String method : List.of("POST", "DELETE", "PUT", "OPTIONS", "QUERY")) {
            for (String path : List.of("/connections/1", "/revocations", "/health/live", "/nothing")) {
                assertThat(manage(method, path, headers))
                        .as(method + " " + path)
                        .isEqualTo(403);
            }
        }
        assertThat(manage("GET", "/connections", headers)).isEqualTo(200);
        assertThat(manage("HEAD", "/connections", headers)).isEqualTo(200);
    }

    @Test
    void shouldLetListedPagesManageNothing() {
        assertThat(manage("DELETE", "/connections/1", "Origin: " + LISTED)).isEqualTo(403);
        // Either header alone is enough.
        assertThat(manage("DELETE", "/connections/1", SAME + "\n" + FOREIGN)).isEqualTo(403);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                SAME,
                "Sec-Fetch-Site: none",
                "Origin: http://gateway",
                SAME + "\nOrigin: https://public.example"
            })
    void shouldLetProgramsAndOwnPagesManage(String headers) {
        assertThat(manage("DELETE", "/connections/1", headers)).isEqualTo(404);
        assertThat(manage("POST", "/revocations", headers)).isEqualTo(415);
        assertThat(manage("OPTIONS", "/revocations", headers)).isEqualTo(204);
    }

    @Test
    void shouldNotLetATokenMakeUpForThePage() {
        String token = "0123456789abcdef";
        try (RunningGateway guarded = RunningGateway.start("management.token=" + token);
                RawClient client = RawClient.connect(guarded.managementAddress())) {
            client.send(Requests.request("DELETE", "/connections/1", "Authorization: Bearer " + token, FOREIGN));
            client.answer().isProblem(403, "Sec-Fetch-Site");
        }
    }

    private static String[] lines(String headers) {
        return new ArrayList<>(Arrays.asList(headers.split("\n")))
                .stream().filter(line -> !line.isEmpty()).toArray(String[]::new);
    }
}
