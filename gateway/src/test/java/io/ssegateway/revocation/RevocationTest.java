package io.ssegateway.revocation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.ssegateway.revocation.Revocation.Kind;
import io.ssegateway.topic.Interest;
import io.ssegateway.topic.TopicMatchers;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RevocationTest {
    private static final Instant UNTIL = Instant.parse("2030-01-01T00:00:00Z");

    @ParameterizedTest
    @CsvSource({"SUB, alice", "SUB, sub:jti:x", "JTI, a/b é", "TOPIC, /orders/{id}", "TOPIC, *", "TOPIC, topic:x"})
    void shouldBeFoundByItsKey(Kind kind, String value) {
        Revocation revocation = new Revocation(kind, value, UNTIL);

        assertThat(Revocation.of(revocation.key(), UNTIL)).contains(revocation);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "sub", "other:x", "SUB:x"})
    void shouldKnowNoOtherKeys(String key) {
        assertThat(Revocation.of(key, UNTIL)).isEqualTo(Optional.empty());
    }

    @Test
    void shouldRefuseWhatNoTokenHas() {
        for (Kind kind : Kind.values()) {
            for (String value : new String[] {"", "a\nb", "a\0", "\u0085", "x".repeat(1025)}) {
                assertThatIllegalArgumentException().isThrownBy(() -> new Revocation(kind, value, UNTIL));
            }
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Revocation(Kind.SUB, "x", Revocation.LATEST.plusMillis(1)))
                .withMessage("A revocation must end before the year 10000.");
    }

    @ParameterizedTest
    @CsvSource({
        "/a/1, /a/1, true",
        "/a/1, /a/2, false",
        "/a/1, /a/{x}, true",
        "/a/1, /b/{x}, false",
        "/a/1, *, false",
        "/a/{x}, /a/1, true",
        "/a/{x}, /b/1, false",
        "/a/{x}, /a/{x}, true",
        "/a/{x}, /b/{x}, false",
        "/a/{x}, *, false",
        "*, *, true",
        "*, /a/1, false",
        "*, {x}, false",
        "/a/1, /b|/a/1, true",
        "/a/1, *|/a/1, true",
        "/a/1, /b|/c/{x}|*, false",
    })
    void shouldCoverWhoAsksForTheTopicByNameOrTemplate(String revoked, String asked, boolean covered) {
        Interest interest = new Interest(
                Stream.of(asked.split("\\|")).map(TopicMatchers::of).toList());
        RevokedTopic topic = RevokedTopic.of(new Revocation(Kind.TOPIC, revoked, UNTIL));

        assertThat(topic.covers(interest)).isEqualTo(covered);
        assertThat(topic.covers(Interest.NONE)).isFalse();
    }
}
