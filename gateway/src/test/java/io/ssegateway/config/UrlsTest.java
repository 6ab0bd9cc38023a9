package io.ssegateway.config;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UrlsTest {
    private static final String EXAMPLE = "https://app.example/may";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "https://app.example/may",
                "https://192.0.2.1:8443/",
                "http://localhost/may",
                "http://127.0.0.1:8080/may",
                "http://[::1]:8080/may"
            })
    void shouldAcceptWhatNobodyInBetweenCanRead(String url) {
        assertThatCode(() -> Urls.check("key", url, EXAMPLE)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://app.example/may?secret",
                "http://192.0.2.1/secret",
                "http://[2001:db8::1]/secret",
                "http://localhost.example/secret",
                "http://0.0.0.0/secret"
            })
    void shouldRejectHttpToAnotherHost(String url) {
        assertThatThrownBy(() -> Urls.check("auth.webhook.url", url, EXAMPLE))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("auth.webhook.url: must be https")
                .hasMessageNotContaining("secret");
    }
}
