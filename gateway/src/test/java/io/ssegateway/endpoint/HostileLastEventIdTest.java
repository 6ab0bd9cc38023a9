package io.ssegateway.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.ssegateway.protocol.sse.ServerSentEvent;
import io.ssegateway.testing.EventReader;
import io.ssegateway.testing.RawClient;
import io.ssegateway.testing.Requests;
import io.ssegateway.testing.RunningGateway;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** A stream begins by naming the id that its client asked for, whatever that is. */
class HostileLastEventIdTest {
    @AutoClose
    private static final RunningGateway gateway = RunningGateway.start("stream.welcome=false");

    @ParameterizedTest
    @ValueSource(strings = {"a%0Ab", "%0A", "a%0Db", "a%0D%0Adata:%20forged%0A%0A", "a%00b"})
    void shouldRefuseWhatNoEventCanHaveForAnId(String id) {
        for (String parameter : new String[] {"lastEventID", "last_event_id", "Last-Event-ID"}) {
            String path = "/events?" + parameter + "=" + id;
            try (RawClient client = gateway.connect()) {
                client.get(path).answer().isProblem(400, parameter, "one line without NUL");
                // The connection still speaks HTTP.
                client.send(Requests.publish("a", "x"));
                assertThat(client.answer().status()).isEqualTo(200);
            }
        }
        assertThat(gateway.streams()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "%20",
                ":",
                "%EF%BB%BF",
                "id-[%22a%22]",
                "%F0%9F%98%80",
                "-1-0",
                "01-0",
                "1-0-0",
                "EARLIEST",
                "9999999999999999999-0",
                "999999999999999999-999999999999999999",
                "%7F%1F%C2%85%E2%80%A8"
            })
    void shouldTellThatItDoesNotKnowAnyOther(String id) {
        String asked = URLDecoder.decode(id, StandardCharsets.UTF_8);
        try (EventReader stream = gateway.open("/events?topic=a&lastEventID=" + id)) {
            ServerSentEvent gap = stream.next();
            assertThat(gap.event()).isEqualTo("gap");
            assertThat(new JsonMapper().readTree(gap.data()).get("requested").stringValue())
                    .isEqualTo(asked);
            assertThat(new JsonMapper().readTree(gap.data()).get("reason").stringValue())
                    .isEqualTo("unknown-id");
        }
    }
}
