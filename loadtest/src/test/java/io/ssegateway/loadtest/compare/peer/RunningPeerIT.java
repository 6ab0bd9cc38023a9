package io.ssegateway.loadtest.compare.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ssegateway.loadtest.fanout.Audience;
import io.ssegateway.loadtest.fanout.Load;
import io.ssegateway.loadtest.fanout.LoadPlan;
import io.ssegateway.loadtest.fanout.LoadRun;
import io.ssegateway.loadtest.fanout.Report;
import io.ssegateway.loadtest.process.JavaProcess;
import io.ssegateway.loadtest.report.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunningPeerIT {

    @TempDir
    private Path folder = Path.of("");

    private Path home = Path.of("");

    /** As the real one builds the gateway if it is not there. */
    @BeforeEach
    void writeLauncher() throws IOException {
        home = Files.createDirectory(folder.resolve("home"));
        String java =
                JavaProcess.command(System.getProperty("java.class.path"), List.of(), "io.ssegateway.GatewayMain")
                        .stream()
                        .map(word -> "'" + word + "'")
                        .collect(Collectors.joining(" "));
        Path launcher = Files.createDirectories(home.resolve("bin")).resolve("sse-gateway");
        Files.writeString(launcher, "#!/bin/sh\nexec " + java + " \"$@\"\n");
        Files.setPosixFilePermissions(launcher, PosixFilePermissions.fromString("rwx------"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"floor", "gateway", "channel-group", "nchan", "node"})
    void shouldDeliverEachMessageOnceAndLeaveNothingBehind(String name) throws IOException, InterruptedException {
        Peer peer = peer(name);
        assertThat(peer.missing()).isEmpty();

        List<ProcessHandle> processes;
        try (RunningPeer running = peer.start(folder)) {
            Report report = load(running, new Load(2, 10, 100, 4, 0));

            assertThat(report.isCorrect()).as(report.table()).isTrue();
            assertThat(report.measuredDeliveries()).isEqualTo(20 * 10);
            assertThat(report.server().after().pss()).isPositive();
            processes = running.pids().stream()
                    .flatMap(pid -> ProcessHandle.of(pid).stream())
                    .toList();
            assertThat(processes).hasSize(name.equals("nchan") ? 2 : 1);
            running.collect();
            assertThat(running.pids()).hasSameSizeAs(processes);
        }
        assertThat(processes).noneMatch(ProcessHandle::isAlive);
    }

    /** More than a server may take over one connection by default. */
    @ParameterizedTest
    @ValueSource(strings = {"floor", "gateway", "channel-group", "nchan", "node"})
    void shouldTakeAnyNumberOfMessages(String name) throws IOException, InterruptedException {
        try (RunningPeer running = peer(name).start(folder)) {
            Report report = load(running, new Load(0, 1_200, 100, 16, 0));

            assertThat(report.isCorrect()).as(report.table()).isTrue();
        }
    }

    @Test
    void shouldSayWhyAServerDoesNotStart() {
        Peer wrong = Peers.gateway(home, "wrong=--set no-such-key=1");

        assertThatThrownBy(() -> wrong.start(folder))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("it ended with 2: ")
                .hasMessageContaining("no-such-key");
    }

    @Test
    void shouldGiveTheGatewayItsOptions() throws IOException, InterruptedException {
        Peer small = Peers.gateway(home, "small=-Xmx64m --set stream.welcome=false");
        try (RunningPeer running = small.start(folder)) {
            Report report = load(running, new Load(0, 2, 100, 1, 0));

            assertThat(report.isCorrect()).as(report.table()).isTrue();
            assertThat(report.otherEvents()).as("welcomes").isZero();
        }
    }

    private Peer peer(String name) {
        return Peers.all(home).stream()
                .filter(peer -> peer.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static Report load(RunningPeer running, Load load) throws InterruptedException {
        LoadPlan plan = new LoadPlan(
                running.dialect(),
                Audience.ofOneTopic(20),
                8,
                1,
                load,
                Duration.ofMillis(50),
                Duration.ofSeconds(30),
                running.pids());
        return new LoadRun(plan, Progress.silent()).run();
    }
}
