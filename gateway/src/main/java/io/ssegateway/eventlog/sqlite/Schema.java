package io.ssegateway.eventlog.sqlite;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** The tables. A change of them gets another version, and a step that brings older files to it. */
final class Schema {
    static final int VERSION = 4;

    /** "SSEG", in the file's header: distinguishes the log from other databases. */
    static final int APPLICATION_ID = 0x53534547;

    private static final String FACT = """
            CREATE TABLE fact (
                kind TEXT,
                name TEXT,
                value TEXT NOT NULL,
                until INTEGER,
                PRIMARY KEY (kind, name)) WITHOUT ROWID""";

    private static final String FACT_UNTIL = "CREATE INDEX fact_until ON fact (until) WHERE until IS NOT NULL";

    private static final String[] TABLES = {
        // The data is last, so that a query for topics alone reads none of its pages. 0 and 1 take no byte, so that
        // private after it changes nothing. Topics have no control characters.
        """
        CREATE TABLE entry (
            number INTEGER PRIMARY KEY,
            millis INTEGER NOT NULL,
            sequence INTEGER NOT NULL,
            topics TEXT NOT NULL,
            id TEXT,
            type TEXT,
            retry INTEGER,
            data TEXT,
            private INTEGER NOT NULL DEFAULT 0)""",
        "CREATE UNIQUE INDEX entry_position ON entry (millis, sequence)",
        "CREATE UNIQUE INDEX entry_id ON entry (id) WHERE id IS NOT NULL",
        "CREATE TABLE entry_topic (topic TEXT, number INTEGER, PRIMARY KEY (topic, number)) WITHOUT ROWID",
        // The run of each entry: in a table of its own, so that changed rules do not rewrite entries, and counting is
        // fast.
        """
        CREATE TABLE kept (
            run INTEGER, number INTEGER, bytes INTEGER NOT NULL, PRIMARY KEY (run, number)) WITHOUT ROWID""",
        // The newest position that each run has dropped, and the newest of a public update.
        """
        CREATE TABLE run (
            run INTEGER PRIMARY KEY,
            prefix TEXT NOT NULL,
            lost_millis INTEGER NOT NULL,
            lost_sequence INTEGER NOT NULL,
            public_lost_millis INTEGER NOT NULL DEFAULT 0,
            public_lost_sequence INTEGER NOT NULL DEFAULT 0)""",
        // Written and emptied to see whether there is room again.
        "CREATE TABLE room (bytes BLOB)",
        // The facts that gateways keep besides updates.
        FACT,
        FACT_UNTIL,
        "PRAGMA application_id = " + APPLICATION_ID,
        "PRAGMA user_version = " + VERSION
    };

    /** What leads from each version, beginning with 1, to the next. */
    private static final String[][] UPGRADES = {
        // No update was private.
        {"ALTER TABLE entry ADD COLUMN private INTEGER NOT NULL DEFAULT 0"},
        {FACT, FACT_UNTIL},
        // The dropped updates may have been public.
        {
            "ALTER TABLE run ADD COLUMN public_lost_millis INTEGER NOT NULL DEFAULT 0",
            "ALTER TABLE run ADD COLUMN public_lost_sequence INTEGER NOT NULL DEFAULT 0",
            "UPDATE run SET public_lost_millis = lost_millis, public_lost_sequence = lost_sequence"
        }
    };

    private Schema() {}

    /**
     * Identifies the database, without any change. @return the version of its tables; 0 if there are none yet
     *
     * @throws io.ssegateway.config.ConfigException if it is another program's, or a newer gateway's
     */
    static long examine(String file, Statement statement) throws SQLException {
        long version = number(statement, "PRAGMA user_version");
        if (number(statement, "PRAGMA application_id") != APPLICATION_ID || version < 1) {
            if (number(statement, "SELECT count(*) FROM sqlite_master") == 0) {
                return 0;
            }
            throw Failures.refusal(file + " is another program's database; name another file");
        }
        if (version > VERSION) {
            throw Failures.refusal(file + " was written by a newer gateway (schema " + version + ", this one knows "
                    + VERSION + "); start that version or name another file");
        }
        return version;
    }

    /**
     * Creates the tables, or migrates them to this version. After that, older gateways reject the file.
     *
     * @throws io.ssegateway.config.ConfigException if the database is another program's, or a newer gateway's
     */
    static void prepare(String file, Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            long version = examine(file, statement);
            try (ResultSet mode = statement.executeQuery("PRAGMA journal_mode = WAL")) {
                if (!mode.getString(1).equals("wal")) {
                    throw Failures.refusal(file + " cannot have a write-ahead log; put it on a local disk");
                }
            }
            if (version == 0) {
                inOne(connection, statement, List.of(TABLES));
            }
            for (long older = version == 0 ? VERSION : version; older < VERSION; older++) {
                List<String> steps = new ArrayList<>(List.of(UPGRADES[(int) older - 1]));
                steps.add("PRAGMA user_version = " + (older + 1));
                inOne(connection, statement, steps);
            }
        }
    }

    private static void inOne(Connection connection, Statement statement, List<String> steps) throws SQLException {
        connection.setAutoCommit(false);
        for (String step : steps) {
            statement.executeUpdate(step);
        }
        connection.setAutoCommit(true);
    }

    private static long number(Statement statement, String query) throws SQLException {
        try (ResultSet result = statement.executeQuery(query)) {
            return result.getLong(1);
        }
    }
}
