package io.ssegateway.system.sharedlog;

import static org.awaitility.Awaitility.await;

import io.ssegateway.testing.RedisProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A Redis cluster of three masters, each with a replica, as children of the test. */
public final class RedisCluster implements AutoCloseable {
    private static final int MASTERS = 3;

    private final List<RedisProcess> servers = new ArrayList<>();

    private RedisCluster() {}

    /** Starts one, and returns when all slots are served. */
    public static RedisCluster start() {
        RedisCluster cluster = new RedisCluster();
        try {
            for (int i = 0; i < 2 * MASTERS; i++) {
                cluster.servers.add(RedisProcess.startForCluster("--cluster-node-timeout", "1500"));
            }
            cluster.create();
            return cluster;
        } catch (RuntimeException | Error e) {
            cluster.close();
            throw e;
        }
    }

    private void create() {
        List<String> command = new ArrayList<>(List.of("redis-cli", "--cluster", "create"));
        servers.forEach(server -> command.add("127.0.0.1:" + server.port()));
        command.addAll(List.of("--cluster-replicas", "1", "--cluster-yes"));
        try {
            Process redisCli =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String output = new String(redisCli.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (redisCli.waitFor() != 0) {
                throw new AssertionError(output);
            }
            await().atMost(30, TimeUnit.SECONDS)
                    .until(() -> servers.stream()
                            .allMatch(
                                    server -> server.command("CLUSTER", "INFO").contains("cluster_state:ok")));
        } catch (IOException e) {
            throw new UncheckedIOException("redis-cli is needed: apt-get install redis-tools", e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** The URI by which a gateway finds all of them, naming only the first. */
    public String uri() {
        return "redis-cluster://127.0.0.1:" + servers.get(0).port();
    }

    /** The master whose slots a key belongs to. */
    public RedisProcess masterOf(String key) {
        return servers.stream()
                .filter(server -> server.command("ROLE").contains("master"))
                // Others answer MOVED.
                .filter(server -> !server.command("EXISTS", key).startsWith("-"))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no master serves " + key));
    }

    @Override
    public void close() {
        servers.forEach(RedisProcess::close);
    }
}
