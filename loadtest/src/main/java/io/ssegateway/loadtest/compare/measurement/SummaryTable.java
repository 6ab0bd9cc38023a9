package io.ssegateway.loadtest.compare.measurement;

import io.ssegateway.loadtest.compare.measurement.Summary.Case;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/** A summary as text: a block for each number of streams and mode, a row for each measure, a column for each peer. */
public final class SummaryTable {

    private static final String GAP = "  ";

    private final Summary summary;
    private final List<String> peers;

    public SummaryTable(Summary summary) {
        this.summary = summary;
        this.peers = summary.peers();
    }

    /** All of it; empty if nothing was measured. */
    public String text() {
        List<String> lines = new ArrayList<>();
        for (Case which : summary.cases()) {
            lines.add(String.format(
                    Locale.ROOT,
                    "%,d streams, %s",
                    which.streams(),
                    which.mode().title()));
            lines.addAll(aligned(rows(which)));
            lines.add("");
        }
        for (Measurement fault : summary.faults()) {
            lines.add("NOT CORRECT: round %d, %d streams, %s, %s: %s"
                    .formatted(fault.round(), fault.streams(), fault.mode().title(), fault.peer(), fault.fault()));
        }
        return String.join("\n", lines).strip();
    }

    private List<List<String>> rows(Case which) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(row("", peer -> Optional.of(peer)));
        for (Measure measure : Measure.values()) {
            addIfAny(rows, measure.title(), peer -> summary.value(which, peer, measure));
            addIfAny(rows, "  × " + summary.baseline(), peer -> summary.ratio(which, peer, measure));
        }
        rows.add(row("rounds", peer -> Optional.of(summary.rounds(which, peer))));
        return rows;
    }

    private void addIfAny(List<List<String>> rows, String title, Function<String, Optional<Spread>> cell) {
        if (peers.stream().anyMatch(peer -> cell.apply(peer).isPresent())) {
            rows.add(row(title, cell));
        }
    }

    private List<String> row(String title, Function<String, ? extends Optional<?>> cell) {
        List<String> row = new ArrayList<>(List.of(title));
        peers.forEach(peer -> row.add(cell.apply(peer).map(Object::toString).orElse("")));
        return row;
    }

    private static List<String> aligned(List<List<String>> rows) {
        int columns = rows.get(0).size();
        int[] widths = new int[columns];
        for (List<String> row : rows) {
            for (int i = 0; i < columns; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        return rows.stream()
                .map(row -> {
                    StringBuilder line = new StringBuilder();
                    for (int i = 0; i < columns; i++) {
                        line.append(row.get(i))
                                .append(" ".repeat(widths[i] - row.get(i).length()))
                                .append(GAP);
                    }
                    return line.toString().stripTrailing();
                })
                .toList();
    }
}
