package io.ssegateway.system.mercure;

import static io.ssegateway.system.mercure.RunningHub.bearer;
import static io.ssegateway.system.mercure.RunningHub.form;
import static io.ssegateway.system.mercure.RunningHub.publisherToken;
import static io.ssegateway.system.mercure.RunningHub.publisherTokenOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.ssegateway.testing.EventReader;
import io.ssegateway.testing.NoWarnings;
import java.util.Collections;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The section "Authorization: Publishers" of the Mercure protocol. */
@ExtendWith(NoWarnings.class)
class PublishersTest {
    @AutoClose
    private static final RunningHub hub = RunningHub.start("limits.max-header-bytes=64KiB");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"mercure\":{}}",
                "{\"mercure\":null}",
                "{\"mercure\":{\"publish\":null}}",
                "{\"mercure\":{\"publish\":[]}}",
                "{\"mercure\":{\"subscribe\":[\"*\"]}}",
                "{\"publish\":[\"*\"]}",
                "{\"mercure\":{\"payload\":{\"publish\":[\"*\"]}}}"
            })
    void shouldAnswer403ToATokenWithoutAGrant(String payload) {
        String token = bearer(publisherTokenOf(payload));
        hub.postForm("topic=a&data=x", token).isProblem(403, "mercure.publish");
        hub.postForm("topic=a&data=x&private=on", token).isProblem(403, "mercure.publish");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"mercure\":{\"publish\":\"*\"}}",
                "{\"mercure\":{\"publish\":[1]}}",
                "{\"mercure\":{\"publish\":{\"*\":true}}}",
                "{\"mercure\":[\"publish\"]}",
                "{\"mercure\":{\"publish\":[\"\"]}}",
                "[]",
                "not json"
            })
    void shouldAnswer401ToClaimsOfAnotherForm(String payload) {
        hub.postForm("topic=a&data=x", bearer(publisherTokenOf(payload))).isProblem(401);
    }

    @ParameterizedTest
    @CsvSource({
        "*, anything",
        "books, books",
        "https://example.com/books/{id}, https://example.com/books/1",
        "https://example.com/books/{id}, https://example.com/books/{id}",
        "{+any}, a/b"
    })
    void shouldPublishToAGrantedTopic(String grant, String topic) {
        for (String field : new String[] {"", "&private=on"}) {
            assertThat(hub.postForm(form("topic", topic) + field, bearer(publisherToken("x", grant)))
                            .status())
                    .isEqualTo(200);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "foo, bar",
        "books, books/1",
        "https://example.com/books/{id}, https://example.com/books/1/2",
        "https://example.com/books/1, https://example.com/books/{id}"
    })
    void shouldAnswer403ToAnotherTopic(String grant, String topic) {
        for (String field : new String[] {"", "&private=on"}) {
            hub.postForm(form("topic", topic) + field, bearer(publisherToken("x", grant)))
                    .isProblem(403, topic);
        }
    }

    @Test
    void shouldDispatchNothingUnlessEveryTopicIsGranted() {
        String token = bearer(publisherToken("a", "/b/{id}"));
        try (EventReader stream = hub.follow("*")) {
            hub.postForm("topic=a&topic=c&data=no&id=urn:refused", token).isProblem(403, "topic c");
            hub.postForm("topic=c&topic=a&data=no", token).isProblem(403, "topic c");
            hub.postForm("topic=/b/1&topic=a&topic=/b/1/2&data=no", token).isProblem(403, "/b/1/2");
            assertThat(hub.postForm("topic=/b/1&topic=a&topic=/b/2&data=yes&id=urn:refused", token)
                            .status())
                    .isEqualTo(200);
            assertThat(stream.nextData()).isEqualTo("yes");
        }
    }

    @Test
    void shouldAnswer401ToASubscribersToken() {
        hub.postForm("topic=a", bearer(RunningHub.subscriberTokenOf("{\"mercure\":{\"publish\":[\"*\"]}}")))
                .isProblem(401, "signature");
    }

    @Test
    void shouldAnswer401ToATokenWithTooManySelectors() {
        String[] selectors = Collections.nCopies(1001, "a").toArray(String[]::new);
        hub.postForm("topic=a", bearer(publisherToken(selectors))).isProblem(401, "1000");
    }

    @Test
    void shouldAnswer401ToATokenThatHasExpiredOrDoesNotCountYet() {
        String grant = "\"mercure\":{\"publish\":[\"*\"]}}";
        hub.postForm("topic=a", bearer(publisherTokenOf("{\"exp\":1," + grant))).isProblem(401, "exp");
        hub.postForm("topic=a", bearer(publisherTokenOf("{\"nbf\":99999999999," + grant)))
                .isProblem(401, "nbf");
        assertThat(hub.postForm("topic=a", bearer(publisherTokenOf("{\"exp\":99999999999,\"nbf\":1," + grant)))
                        .status())
                .isEqualTo(200);
    }
}
