package io.ssegateway.loadtest.compare.peer;

import java.util.List;
import java.util.stream.Stream;

/**
 * What a gateway is started with besides the defaults.
 *
 * @param jvm options of its JVM, separated by blanks
 * @param arguments its own
 */
record GatewayOptions(String jvm, List<String> arguments) {

    static final GatewayOptions NONE = new GatewayOptions("", List.of());

    /** Reads both from one text: the gateway's own begin with the first {@code --set} or {@code --config}. */
    static GatewayOptions parse(String text) {
        List<String> words =
                Stream.of(text.split(" ", -1)).filter(word -> !word.isEmpty()).toList();
        int own = 0;
        while (own < words.size()
                && !words.get(own).startsWith("--set")
                && !words.get(own).startsWith("--config")) {
            own++;
        }
        return new GatewayOptions(String.join(" ", words.subList(0, own)), words.subList(own, words.size()));
    }
}
