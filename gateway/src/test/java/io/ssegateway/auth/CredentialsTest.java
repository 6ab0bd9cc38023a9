package io.ssegateway.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ssegateway.config.Access;
import io.ssegateway.config.AuthConfig;
import io.ssegateway.config.CorsConfig;
import io.ssegateway.config.JwtConfig;
import io.ssegateway.config.load.ConfigLoader;
import java.time.Duration;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CredentialsTest {

    private static final String COOKIE = "mercureAuthorization=c";
    private static final String READER = "https://reader.example";
    private static final String WRITER = "https://writer.example";
    private static final Credentials CREDENTIALS = credentials(List.of(READER, "*"), List.of(WRITER));
    private static final List<String> NONE = List.of();

    @Test
    void shouldPreferTheHeaderToTheParameterToTheCookie() {
        assertThat(found(List.of("Bearer h"), List.of("p"), List.of(COOKIE))).isEqualTo("h");
        assertThat(found(NONE, List.of("p"), List.of(COOKIE))).isEqualTo("p");
        assertThat(found(NONE, NONE, List.of(COOKIE))).isEqualTo("c");
        assertThat(CREDENTIALS.token(new RequestCredentials(NONE, NONE, NONE, NONE, NONE, true)))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer", "Bearer ", "bearer  \t"})
    void shouldNotLookFurtherThanABearerWithoutAToken(String header) {
        assertThat(refused(List.of(header), List.of("p"), List.of(COOKIE))).contains("Authorization header must be");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "Basic YTpi", "Digest username=\"a\"", "Negotiate YII=", "Bearerh", "token h", "h", "\0"
            })
    void shouldTakeOtherSchemesForNoToken(String header) {
        assertThat(found(List.of(header), List.of("p"), List.of(COOKIE))).isEqualTo("p");
        assertThat(found(List.of(header), NONE, List.of(COOKIE))).isEqualTo("c");
        assertThat(CREDENTIALS.token(new RequestCredentials(List.of(header), NONE, NONE, NONE, NONE, true)))
                .isEmpty();
    }

    @Test
    void shouldTakeAnEmptyParameterOrCookieForNoToken() {
        assertThat(found(NONE, List.of(""), List.of(COOKIE))).isEqualTo("c");
        assertThat(found(NONE, List.of("", "p"), List.of(COOKIE))).isEqualTo("p");
        for (String empty : List.of("mercureAuthorization=", "mercureAuthorization=\"\"")) {
            assertThat(found(NONE, NONE, List.of(empty + "; " + COOKIE))).isEqualTo("c");
            // Not even the page counts: there is nothing to forge a request with.
            assertThat(CREDENTIALS.token(new RequestCredentials(
                            NONE, List.of(""), List.of(empty), List.of("https://evil.example"), NONE, false)))
                    .isEmpty();
        }
    }

    @Test
    void shouldTakeTheSchemeInAnyCase() {
        assertThat(found(List.of("bearer h"), NONE, NONE)).isEqualTo("h");
        assertThat(found(List.of("BEARER h"), NONE, NONE)).isEqualTo("h");
    }

    @Test
    void shouldTakeAnyBlanksAroundTheToken() {
        assertThat(found(List.of("Bearer  h"), NONE, NONE)).isEqualTo("h");
        assertThat(found(List.of(" Bearer \t h "), NONE, NONE)).isEqualTo("h");
    }

    @Test
    void shouldLeaveWhatIsNoTokenToTheVerifier() {
        assertThat(found(List.of("Bearer h, Bearer i"), NONE, NONE)).isEqualTo("h, Bearer i");
    }

    @Test
    void shouldRefuseWhatIsThereTwice() {
        assertThat(refused(List.of("Bearer h", "Bearer h"), NONE, NONE)).contains("more than one Authorization header");
        assertThat(refused(List.of("Basic YTpi", "Bearer h"), NONE, NONE))
                .contains("more than one Authorization header");
        assertThat(refused(NONE, List.of("p", "p"), NONE)).contains("more than one authorization parameter");
        assertThatThrownBy(() -> post(List.of(WRITER, WRITER), NONE)).hasMessageContaining("more than one Origin");
        assertThatThrownBy(() -> post(NONE, List.of(WRITER + "/", "https://evil.example/")))
                .hasMessageContaining("more than one Origin or Referer");
    }

    @Test
    void shouldFindTheCookieAmongOthers() {
        assertThat(found(NONE, NONE, List.of("a=b; mercureAuthorization=x.y.z;c")))
                .isEqualTo("x.y.z");
        assertThat(found(NONE, NONE, List.of("a=b", "c", " mercureAuthorization=\"x\" ")))
                .isEqualTo("x");
        assertThat(found(NONE, NONE, List.of("mercureAuthorization=x=y"))).isEqualTo("x=y");
        assertThat(found(NONE, NONE, List.of("mercureAuthorization=first; mercureAuthorization=second")))
                .isEqualTo("first");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ";;",
                "=",
                "mercureAuthorization",
                "mercureauthorization=x",
                "xmercureAuthorization=x",
                "mercureAuthorization2=x",
                "a=mercureAuthorization=x",
                "mercureAuthorization =x",
                "a=\"; b=\""
            })
    void shouldNotTakeOtherCookies(String header) {
        assertThat(CREDENTIALS.token(new RequestCredentials(NONE, NONE, List.of(header), NONE, NONE, true)))
                .isEmpty();
    }

    @Test
    void shouldTakeTheCookieOfTheConfiguredName() {
        JwtConfig byDefault = ConfigLoader.defaults().auth().jwt();
        JwtConfig jwt = new JwtConfig(
                byDefault.publisher(), byDefault.subscriber(), "", byDefault.clockSkew(), "__Host-hub", "", "");
        Credentials credentials = new Credentials(
                new AuthConfig(
                        Access.AUTO,
                        Access.AUTO,
                        NONE,
                        jwt,
                        Duration.ofHours(24),
                        ConfigLoader.defaults().auth().webhook()),
                ConfigLoader.defaults().cors());

        assertThat(credentials.token(
                        new RequestCredentials(NONE, NONE, List.of(COOKIE + "; __Host-hub=x"), NONE, NONE, true)))
                .contains("x");
    }

    @Test
    void shouldReadWithTheCookieOnlyForPagesThatMayReadTheAnswer() {
        assertThat(get(NONE)).isEqualTo("c");
        assertThat(get(List.of(READER))).isEqualTo("c");
        // CORS' star is for requests without credentials.
        for (String other :
                List.of("https://evil.example", "null", "", "*", READER + "/", READER + ".evil.example", WRITER)) {
            assertThatThrownBy(() -> get(List.of(other)))
                    .isInstanceOf(InvalidTokenException.class)
                    .hasMessageContaining("cors.allowed-origins");
        }
    }

    @Test
    void shouldPublishWithTheCookieOnlyForListedPages() {
        assertThat(post(List.of(WRITER), NONE)).isEqualTo("c");
        assertThat(post(NONE, List.of(WRITER + "/page?x=" + READER))).isEqualTo("c");
        assertThat(post(NONE, List.of("HTTPS://Writer.Example:443"))).isEqualTo("c");
        assertThatThrownBy(() -> post(NONE, NONE)).hasMessageContaining("needs an Origin or Referer header");
        for (String other :
                List.of("https://evil.example", "null", "", "*", WRITER + "/", READER, "http://writer.example")) {
            assertThatThrownBy(() -> post(List.of(other), List.of(WRITER + "/")))
                    .isInstanceOf(InvalidTokenException.class)
                    .hasMessageContaining("auth.publish-origins");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example/https://writer.example",
                "https://writer.example@evil.example/",
                "https://writer.example:444/",
                "https://writer.example.evil.example/",
                "https://evil.example#https://writer.example",
                "http://writer.example/",
                "https://writer.example\\@evil.example/",
                "https:writer.example",
                "//writer.example/",
                "writer.example",
                "file://writer.example/",
                "javascript:https://writer.example",
                "https://",
                "",
                "\0",
                "https://writer.example\r\n/"
            })
    void shouldNotTakeForeignReferersForListedPages(String referer) {
        assertThatThrownBy(() -> post(NONE, List.of(referer))).isInstanceOf(InvalidTokenException.class);
    }

    @Test
    void shouldNeedAPageEvenWhereAllMayPublish() {
        Credentials open = credentials(NONE, List.of("*"));

        assertThat(token(open, List.of("https://any.example"), NONE, false)).isEqualTo("c");
        assertThat(token(open, List.of("null"), NONE, false)).isEqualTo("c");
        assertThatThrownBy(() -> token(open, NONE, NONE, false)).isInstanceOf(InvalidTokenException.class);
        assertThatThrownBy(() -> token(open, NONE, List.of("about:blank"), false))
                .isInstanceOf(InvalidTokenException.class);
    }

    @Test
    void shouldNotAskForAPageWhereNoCookieCounts() {
        List<String> evil = List.of("https://evil.example");

        assertThat(CREDENTIALS.token(
                        new RequestCredentials(List.of("Bearer h"), NONE, List.of(COOKIE), evil, NONE, false)))
                .contains("h");
        assertThat(CREDENTIALS.token(new RequestCredentials(NONE, List.of("p"), NONE, evil, NONE, false)))
                .contains("p");
        assertThat(CREDENTIALS.token(new RequestCredentials(NONE, NONE, NONE, evil, NONE, false)))
                .isEmpty();
    }

    @Property
    void shouldFindOrRefuseWhateverComes(@ForAll String header, @ForAll String cookie, @ForAll String page) {
        assertThatFoundOrRefused(new RequestCredentials(List.of(header), NONE, NONE, NONE, NONE, true));
        assertThatFoundOrRefused(new RequestCredentials(NONE, NONE, List.of(cookie), List.of(page), NONE, true));
        assertThatThrownBy(() -> post(NONE, List.of(page))).isInstanceOf(InvalidTokenException.class);
        assertThatThrownBy(() -> post(List.of(page), NONE)).isInstanceOf(InvalidTokenException.class);
    }

    private static void assertThatFoundOrRefused(RequestCredentials request) {
        try {
            CREDENTIALS.token(request);
        } catch (InvalidTokenException e) {
            assertThat(e).message().isNotEmpty();
        }
    }

    @Test
    void shouldNotTellTheTokensInItsText() {
        assertThat(new RequestCredentials(
                        List.of("Bearer secret"), List.of("secret"), List.of("a=secret"), NONE, NONE, true))
                .asString()
                .doesNotContain("secret");
    }

    private static Credentials credentials(List<String> readers, List<String> writers) {
        return new Credentials(
                new AuthConfig(
                        Access.AUTO,
                        Access.AUTO,
                        writers,
                        ConfigLoader.defaults().auth().jwt(),
                        Duration.ofHours(24),
                        ConfigLoader.defaults().auth().webhook()),
                new CorsConfig(readers, ConfigLoader.defaults().cors().allowedHeaders()));
    }

    private static String get(List<String> origins) {
        return token(CREDENTIALS, origins, NONE, true);
    }

    private static String post(List<String> origins, List<String> referers) {
        return token(CREDENTIALS, origins, referers, false);
    }

    private static String token(Credentials credentials, List<String> origins, List<String> referers, boolean safe) {
        return credentials
                .token(new RequestCredentials(NONE, NONE, List.of(COOKIE), origins, referers, safe))
                .orElseThrow();
    }

    private static String found(List<String> headers, List<String> parameters, List<String> cookies) {
        return CREDENTIALS
                .token(new RequestCredentials(headers, parameters, cookies, NONE, NONE, true))
                .orElseThrow();
    }

    private static String refused(List<String> headers, List<String> parameters, List<String> cookies) {
        try {
            return "accepted: " + found(headers, parameters, cookies);
        } catch (InvalidTokenException e) {
            return String.valueOf(e.getMessage());
        }
    }
}
