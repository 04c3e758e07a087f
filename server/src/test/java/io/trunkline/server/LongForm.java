package io.trunkline.server;

/** How much a test of faults does: a short form in each build, the whole of what was promised with the profile {@code faults}. */
final class LongForm {
    private LongForm() {}

    static int count(int usual, int whole) {
        return Boolean.getBoolean("trunkline.faults") ? whole : usual;
    }
}
