package io.trunkline.codec.internal.message;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Names this implementation in {@code system.hello}, on both sides alike: {@code trunkline-java/<version>}.
 *
 * <p>The version is the build's own, from a resource: a named module has no manifest to ask. Immutable. Implements SPEC.md
 * section 5.10.
 */
public final class Agent {
    /** Name and version of this build. */
    public static final String NAME = name(Agent.class.getResourceAsStream("/META-INF/trunkline/codec.version"));

    /** What runs without a build, from an IDE's class folder say. */
    private static final String DEVELOPMENT = "trunkline-java/development";

    private Agent() {}

    static String name(@Nullable InputStream version) {
        if (version == null) {
            return DEVELOPMENT;
        }
        try (version) {
            String text = new String(version.readAllBytes(), StandardCharsets.US_ASCII).strip();
            return text.matches("[0-9A-Za-z.+-]+") ? "trunkline-java/" + text : DEVELOPMENT;
        } catch (IOException e) {
            return DEVELOPMENT; // A name is not worth a connection.
        }
    }
}
