package io.ssegateway.loadtest.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {

    @Test
    void shouldHaveSmallDefaults() {
        Settings settings = of();

        assertThat(settings)
                .isEqualTo(new Settings(
                        URI.create("http://127.0.0.1:8080"),
                        false,
                        200,
                        2,
                        20,
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(20),
                        Duration.ofSeconds(20),
                        3));
        assertThat(settings.messagesOfEach(settings.duration())).isEqualTo(200);
        assertThat(settings.pace()).isEqualTo(Duration.ofMillis(100));
    }

    @Test
    void shouldReadWhatIsGiven() {
        Settings settings = of(
                "baseUrl", "http://localhost:9000",
                "gateway", "start",
                "users", "60000",
                "publishers", "3",
                "rate", "1",
                "ramp", "1",
                "duration", "2",
                "timeout", "3",
                "storms", "1");

        assertThat(settings)
                .isEqualTo(new Settings(
                        URI.create("http://localhost:9000"),
                        true,
                        60_000,
                        3,
                        1,
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(3),
                        1));
        assertThat(settings.messagesOfEach(settings.duration()))
                .as("at least one")
                .isOne();
    }

    @Test
    void shouldLoadAnotherMachineOnlyWhenToldSo() {
        assertThatThrownBy(() -> of("baseUrl", "http://192.0.2.1:8080"))
                .hasMessageContainingAll("192.0.2.1 is not this machine", "-DallowRemote=true");
        assertThat(of("baseUrl", "http://192.0.2.1:8080", "allowRemote", "true").baseUrl())
                .hasHost("192.0.2.1");
    }

    @ParameterizedTest
    @CsvSource({
        "users, 0, users must be a whole number from 1 to 60000",
        "users, 60001, from 1 to 60000",
        "users, many, 'but is ''many'''",
        "rate, -1, rate must be",
        "publishers, 99999999999999999999, publishers must be",
        "ramp, 1.5, ramp must be",
        "duration, 86401, duration must be",
        "storms, '', storms must be",
        "gateway, mine, 'gateway must be ''start'' or ''running'', but is ''mine'''",
        "baseUrl, 127.0.0.1, baseUrl must be an address such as http://127.0.0.1:8080",
        "baseUrl, http://127.0.0.1, baseUrl must be an address such as",
        "baseUrl, https://127.0.0.1:8443, baseUrl must be an address such as"
    })
    void shouldSayWhatIsAccepted(String name, String value, String message) {
        assertThatThrownBy(() -> of(name, value))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    private static Settings of(String... namesAndValues) {
        Properties properties = new Properties();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            properties.setProperty(namesAndValues[i], namesAndValues[i + 1]);
        }
        return Settings.of(properties);
    }
}
