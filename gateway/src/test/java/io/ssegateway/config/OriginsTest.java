package io.ssegateway.config;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OriginsTest {

    private static final String KEY = "cors.allowed-origins";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*",
                "https://app.example.com",
                "http://localhost:3000",
                "http://127.0.0.1:65535",
                "https://[::1]:8443",
                "http://example.com:443",
                "https://example.com:80",
                "capacitor://localhost",
                "chrome-extension://abcdefghijklmnop"
            })
    void shouldTakeOrigins(String origin) {
        Origins.check(KEY, origin);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "https://app.example.com/",
                "https://app.example.com/path",
                "https://app.example.com?x",
                "https://app.example.com#x",
                "https://user@app.example.com",
                "https://App.example.com",
                "HTTPS://app.example.com",
                "https://app.example.com:443",
                "http://app.example.com:80",
                "https://app.example.com:0",
                "https://app.example.com:65536",
                "https://app.example.com:99999",
                "https://app.example.com:08443",
                "https://app.example.com:",
                "https://",
                "app.example.com",
                "//app.example.com",
                "https://*.example.com",
                "**",
                " *",
                "https://a.example https://b.example",
                "https://bücher.example",
                "https://a.example\n",
                "https://a.example\r\nSet-Cookie: x"
            })
    void shouldRefuseWhatNoBrowserSends(String origin) {
        assertThatThrownBy(() -> Origins.check(KEY, origin))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("cors.allowed-origins: must list origins as browsers send them");
    }

    @Test
    void shouldRefuseNull() {
        assertThatThrownBy(() -> Origins.check(KEY, "null")).hasMessageContaining("must not list null");
    }
}
