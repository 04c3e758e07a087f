package io.trunkline.testing.faults;

import java.util.List;

/**
 * What one cell of the matrix says: {@code server/client}, each with the kinds that are right, or {@code lives}.
 *
 * @param server kinds, one of which the server must see; {@code -} where it never had an open connection
 * @param client kinds, one of which the client must see
 */
record Expectation(List<String> server, List<String> client) {
    private static final String LIVES = "lives";
    private static final String NONE = "-";

    static Expectation parse(String cell) {
        if (cell.equals(LIVES)) {
            return new Expectation(List.of(), List.of());
        }
        String[] sides = cell.split("/", -1);
        return new Expectation(List.of(sides[0].split(",", -1)), List.of(sides[1].split(",", -1)));
    }

    boolean lives() {
        return server.isEmpty();
    }

    boolean endsAs(String kind) {
        return server.contains(kind);
    }

    boolean serverNeverOpens() {
        return server.contains(NONE);
    }
}
