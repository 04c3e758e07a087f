package io.trunkline.codec;

import io.trunkline.Payload;

/**
 * One frame of the format that gives each frame a type and flags.
 *
 * <p>Immutable. Implements SPEC.md section 3.5.
 *
 * @param type 0 to 65,535: 0x01 heartbeat, 0x02 its answer, 0x10 data, 0x20 file, others the application's
 * @param flags 0 to 65,535, carried as they are
 * @param payload what the frame carries
 */
public record TypedFrame(int type, int flags, Payload payload) {
    private static final int HIGHEST = 0xFFFF;

    /**
     * Refuses numbers that do not fit their field.
     *
     * @param type 0 to 65,535
     * @param flags 0 to 65,535
     * @param payload what the frame carries
     * @throws IllegalArgumentException if type or flags is not in 0..65535
     */
    public TypedFrame {
        check("type", type);
        check("flags", flags);
    }

    /**
     * Makes a frame without flags.
     *
     * @param type 0 to 65,535
     * @param payload what the frame carries
     * @return the frame
     */
    public static TypedFrame of(int type, Payload payload) {
        return new TypedFrame(type, 0, payload);
    }

    private static void check(String name, int value) {
        if (value < 0 || value > HIGHEST) {
            throw new IllegalArgumentException(name + " " + value + " is not in 0.." + HIGHEST);
        }
    }
}
