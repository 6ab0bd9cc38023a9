package io.ssegateway.loadtest;

import java.util.ArrayList;
import java.util.List;

/** Loads of a server in this process, and what is reported of them. */
abstract class LoadTestFixture {
    final Console console = new Console();

    int run(FaultyServer server, String... arguments) {
        List<String> all = new ArrayList<>(
                List.of("--url", server.url("/events"), "--publish-url", server.url("/broadcast"), "--hold", "200ms"));
        all.addAll(List.of("--timeout", "30s"));
        for (int i = 0; i < arguments.length; i += 2) {
            int given = all.indexOf(arguments[i]);
            if (given >= 0) {
                all.set(given + 1, arguments[i + 1]);
            } else {
                all.addAll(List.of(arguments[i], arguments[i + 1]));
            }
        }
        return execute(all.toArray(String[]::new));
    }

    int execute(String... arguments) {
        return console.execute(arguments);
    }

    String row(String name) {
        return console.row(name);
    }
}
