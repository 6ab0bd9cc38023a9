package io.ssegateway.system.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.ssegateway.testing.Answer;
import io.ssegateway.testing.EventReader;
import io.ssegateway.testing.RawClient;
import io.ssegateway.testing.Requests;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

/**
 * One connection with a random row of requests, sent in random pieces without a look at the answers, and what has to
 * come back.
 */
final class PipelinedMix implements AutoCloseable {
    private final RawClient client;
    private final StringBuilder requests = new StringBuilder();
    private final List<Consumer<RawClient>> answers = new ArrayList<>();

    private PipelinedMix(RawClient client) {
        this.client = client;
    }

    /**
     * Makes up a row of requests and sends it.
     *
     * @param prefix what its ids begin with
     */
    static PipelinedMix begin(RawClient client, String prefix, Random random) {
        PipelinedMix mix = new PipelinedMix(client);
        for (int i = random.nextInt(40); i > 0; i--) {
            mix.add(random.nextInt(9), prefix + i);
        }
        mix.end(random.nextInt(4), prefix + "end");
        byte[] bytes = mix.requests.toString().getBytes(StandardCharsets.ISO_8859_1);
        for (int from = 0; from < bytes.length; ) {
            int to = Math.min(bytes.length, from + 1 + random.nextInt(random.nextBoolean() ? 50 : 5_000));
            client.send(Arrays.copyOfRange(bytes, from, to));
            from = to;
        }
        return mix;
    }

    private void add(int kind, String id) {
        switch (kind) {
            case 0, 1, 2 -> add(Requests.post("/publish", update(id, "x")), got -> isPublished(got.answer(), id));
            case 3 ->
                add(
                        Requests.post(
                                "/publish", "[" + update(id, "y".repeat(5_000)) + "," + update(id + "b", "x") + "]"),
                        got -> isPublished(got.answer(), id + "\",\"" + id + "b"));
            case 4 ->
                add(
                        Requests.post("/publish", update(id, HeldLog.REFUSED)),
                        got -> got.answer().isProblem(503));
            case 5 -> add(Requests.get("/nothing/" + id), got -> got.answer().isProblem(404));
            case 6 -> add(Requests.post("/publish", "{"), got -> got.answer().isProblem(400));
            case 7 ->
                add(
                        Requests.request("HEAD", "/nothing"),
                        got -> assertThat(got.head().status()).isEqualTo(404));
            default -> {
                add(Requests.post("/publish", "application/json", update(id, "x"), "Expect: 100-continue"), got -> {
                    assertThat(got.head().status()).isEqualTo(100);
                    isPublished(got.answer(), id);
                });
            }
        }
    }

    /** How the client ends its requests. */
    private void end(int kind, String id) {
        switch (kind) {
            case 0 -> {
                add(
                        Requests.post("/publish", "application/json", update(id, "x"), "Connection: close"),
                        got -> isPublished(got.answer().announcesClose(), id));
                add(Requests.get("/nothing"), got -> assertThat(got.readToEnd()).isEmpty());
            }
            case 1 ->
                add(Requests.get("/events?topic=" + id + "&lastEventID=" + id), got -> {
                    EventReader stream = EventReader.of(got);
                    assertThat(stream.nextId()).isEqualTo(id);
                });
            case 2 ->
                add("nonsense\r\n\r\n", got -> {
                    got.answer().isProblem(400).announcesClose();
                    assertThat(got.readToEnd()).isEmpty();
                });
            default ->
                add(Requests.get("/nothing"), got -> {
                    got.answer().isProblem(404);
                    got.finish();
                    assertThat(got.readToEnd()).isEmpty();
                });
        }
    }

    private void add(String request, Consumer<RawClient> answer) {
        requests.append(request);
        answers.add(answer);
    }

    private static String update(String id, String data) {
        return "{\"topics\":[\"t\"],\"data\":\"" + data + "\",\"id\":\"" + id + "\"}";
    }

    private static void isPublished(Answer answer, String ids) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.body()).startsWith("{\"ids\":[\"" + ids + "\"]");
    }

    /** Reads all answers. */
    void check() {
        answers.forEach(answer -> answer.accept(client));
    }

    @Override
    public void close() {
        client.close();
    }
}
