package io.trunkline.server;

/** Request ids for tests: told apart by a number. */
public final class Ids {
    private Ids() {}

    public static String id(int number) {
        return String.format("00000000-0000-4000-8000-%012x", number);
    }

    /** The request id field of a message. */
    public static String idOf(String message) {
        return message.substring(0, message.indexOf('\n')).split(":", -1)[3];
    }

    /** The payload of a message. */
    public static String payloadOf(String message) {
        return message.substring(message.indexOf('\n') + 1);
    }
}
