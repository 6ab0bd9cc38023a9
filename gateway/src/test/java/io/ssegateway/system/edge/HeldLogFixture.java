package io.ssegateway.system.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.ssegateway.testing.Answer;
import io.ssegateway.testing.Requests;
import io.ssegateway.testing.RunningGateway;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A gateway with one event loop, whose log answers when the test lets it. */
abstract class HeldLogFixture {
    static final String MESSAGE = "{\"message\":1}";

    final String transport;

    final AtomicReference<HeldLog> held = new AtomicReference<>();

    RunningGateway gateway;

    HeldLogFixture(String transport) {
        this.transport = transport;
    }

    @BeforeEach
    void start() {
        gateway = start("limits.request-timeout=10s");
    }

    RunningGateway start(String setting) {
        return RunningGateway.start(
                log -> {
                    held.set(new HeldLog(log));
                    return log();
                },
                "transport.type=" + transport,
                "transport.event-loops=1",
                setting);
    }

    @AfterEach
    void stop() {
        log().open();
        gateway.close();
    }

    HeldLog log() {
        return Objects.requireNonNull(held.get());
    }

    static String publish(String id) {
        return Requests.post("/publish", update(id, "x"));
    }

    static String update(String id, String data) {
        return "{\"topics\":[\"t\"],\"data\":\"" + data + "\",\"id\":\"" + id + "\"}";
    }

    static List<String> ids(Answer answer) {
        List<String> ids = new ArrayList<>();
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        answer.json().get("ids").forEach(id -> ids.add(id.stringValue()));
        return ids;
    }

    /** All that came before on other connections has been read when this returns: there is one event loop. */
    void passOnce() {
        gateway.exchange(Requests.get("/nothing")).isProblem(404);
    }
}
