package io.ssegateway.system.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.ssegateway.testing.EventReader;
import io.ssegateway.testing.MercureTokens;
import io.ssegateway.testing.Requests;
import io.ssegateway.testing.RunningGateway;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A gateway with keys behind a proxy whose own credentials browsers send along with each request. */
class OtherSchemesTest {
    @AutoClose
    private static final RunningGateway gateway = RunningGateway.start(MercureTokens.KEY, MercureTokens.PUBLISHING);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Authorization: Basic YTpi",
                "Authorization: Digest username=\"a\", realm=\"b\"",
                "Authorization: Negotiate YIIJvwYGKwYBBQUC",
                "Authorization:",
                "Cookie: mercureAuthorization=",
                "Cookie: mercureAuthorization=\"\"; a=b"
            })
    void shouldServeWhatIsPublicAndLookForATokenInTheNextPlace(String header) {
        for (String path : new String[] {"/events?topic=a", "/.well-known/mercure?topic=a"}) {
            for (String parameter : new String[] {"", "&authorization="}) {
                try (EventReader stream = gateway.open(path + parameter, header)) {
                    assertThat(stream.head().status()).isEqualTo(200);
                }
            }
            gateway.exchange(Requests.get(path + "&authorization=x.y.z", header))
                    .isProblem(401);
        }
        assertThat(gateway.exchange(Requests.post(
                                "/publish", "application/json", "{\"topics\":[\"a\"],\"data\":\"x\"}", header))
                        .status())
                .isEqualTo(200);
    }
}
