package io.ssegateway.endpoint.mercure;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EntityTagTest {
    private static final EntityTag TAG = EntityTag.of("body".getBytes(StandardCharsets.UTF_8));

    @Test
    void shouldBeTheSameForTheSameBytesAlone() {
        assertThat(EntityTag.of("body".getBytes(StandardCharsets.UTF_8))).isEqualTo(TAG);
        assertThat(EntityTag.of("Body".getBytes(StandardCharsets.UTF_8))).isNotEqualTo(TAG);
        assertThat(TAG.text()).matches("\"[A-Za-z0-9_-]{43}\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"TAG", "W/TAG", "\"a\", TAG", "\"a,b\",W/\"c\" , TAG", " TAG ", "*", " * "})
    void shouldBeAmongTheTagsOfAHeader(String header) {
        assertThat(TAG.isAmong(List.of(header.replace("TAG", TAG.text())))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\"\"", "\"a\"", "W/\"*\"", "\"*\"", "**", "\"", "\"xTAG\""})
    void shouldNotBeAmongOthers(String header) {
        String unquoted = TAG.text().substring(1, TAG.text().length() - 1);
        assertThat(TAG.isAmong(List.of(header.replace("TAG", unquoted)))).isFalse();
    }

    @Test
    void shouldBeAmongTheTagsOfAnyOfTheHeaders() {
        assertThat(TAG.isAmong(List.of("\"a\"", TAG.text()))).isTrue();
        assertThat(TAG.isAmong(List.of())).isFalse();
    }
}
