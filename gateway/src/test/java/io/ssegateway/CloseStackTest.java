package io.ssegateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CloseStackTest {
    private final List<String> closed = new ArrayList<>();
    private final CloseStack stack = new CloseStack();

    private void push(String part) {
        assertThat(stack.push(part, closed::add)).isEqualTo(part);
    }

    private void pushFailing(String message) {
        stack.push(() -> {
            throw new IllegalStateException(message);
        });
    }

    @Test
    void shouldCloseInTheReverseOrderOnce() {
        push("log");
        push("listener");

        stack.close();
        stack.close();

        assertThat(closed).containsExactly("listener", "log");
    }

    @Test
    void shouldCloseEverythingAlsoIfSomeOfItFails() {
        push("log");
        pushFailing("second");
        push("streams");
        pushFailing("first");

        assertThatThrownBy(stack::close)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("first")
                .satisfies(first -> assertThat(first.getSuppressed())
                        .extracting(Throwable::getMessage)
                        .containsExactly("second"));
        assertThat(closed).containsExactly("streams", "log");
    }

    @Test
    void shouldAddWhatFailsToItsCause() {
        IOException cause = new IOException("The port is taken.");
        push("log");
        pushFailing("The loops do not end.");

        stack.closeAfter(cause);

        assertThat(cause.getSuppressed()).extracting(Throwable::getMessage).containsExactly("The loops do not end.");
        assertThat(closed).containsExactly("log");
    }
}
