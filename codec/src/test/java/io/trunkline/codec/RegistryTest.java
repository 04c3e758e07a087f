package io.trunkline.codec;

import io.trunkline.Action;
import io.trunkline.ErrorCode;
import io.trunkline.MediaRecord;
import io.trunkline.Payload;
import io.trunkline.codec.internal.file.TransferLimits;
import io.trunkline.codec.internal.frame.EnvelopeFlags;
import io.trunkline.codec.internal.frame.TypedTypes;
import io.trunkline.codec.internal.mux.MuxLimits;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/** The codec's constants are the registry's: names, values and limits. */
class RegistryTest {
    private static final Pattern REASON = Pattern.compile("\"([A-Z][A-Z0-9]+(?:_[A-Z0-9]+)+)\"");
    private static final JsonNode REGISTRY = read();

    private static JsonNode read() {
        try (InputStream in = RegistryTest.class.getResourceAsStream("/META-INF/trunkline/registry.json")) {
            return JsonMapper.shared().readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<JsonNode> entries(String list) {
        return StreamSupport.stream(REGISTRY.get(list).spliterator(), false);
    }

    private static Set<String> names(String list) {
        return entries(list).map(entry -> entry.get("name").asString()).collect(Collectors.toCollection(TreeSet::new));
    }

    private static JsonNode limit(String name) {
        return entries("limits")
                .filter(entry -> entry.get("name").asString().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void formatsHaveTheRegistrysNames() {
        Set<String> ours = Stream.of(
                        FrameFormat.raw(),
                        FrameFormat.lengthPrefixed(),
                        FrameFormat.envelope(),
                        FrameFormat.lineLength(),
                        FrameFormat.typed(),
                        FrameFormat.multiplexed(),
                        FrameFormat.jsonLines())
                .map(FrameFormat::name)
                .collect(Collectors.toCollection(TreeSet::new));
        ours.add("named-file");

        assertThat(ours).isEqualTo(names("formats"));
    }

    @Test
    void headersHaveTheRegistrysSizes() {
        for (FrameFormat<Payload> format :
                List.of(FrameFormat.lengthPrefixed(), FrameFormat.envelope(), FrameFormat.jsonLines())) {
            JsonNode registered = entries("formats")
                    .filter(entry -> entry.get("name").asString().equals(format.name()))
                    .findFirst()
                    .orElseThrow()
                    .get("header");

            // Of json-lines the registry says nothing: its one byte stands behind the body.
            assertThat(format.size(Payload.EMPTY)).isEqualTo(registered.isNull() ? 1 : registered.asInt());
        }
    }

    @Test
    void flagsHaveTheRegistrysBits() {
        Map<String, Integer> ours = Map.of(
                "KEEPALIVE", EnvelopeFlags.KEEPALIVE,
                "BINARY", EnvelopeFlags.BINARY,
                "MORE", EnvelopeFlags.MORE,
                "COMPRESSED", EnvelopeFlags.COMPRESSED);
        Map<String, Integer> theirs = entries("flags")
                .collect(Collectors.toMap(
                        flag -> flag.get("name").asString(),
                        flag -> flag.get("value").asInt()));

        assertThat(ours).isEqualTo(theirs);
        assertThat(entries("flagRanges")
                        .filter(range -> range.get("rule").asString().equals("refused"))
                        .map(range -> range.get("mask").asInt()))
                .containsExactly(EnvelopeFlags.RESERVED);
    }

    @Test
    void actionsAreTheRegistrys() {
        assertThat(Arrays.stream(Action.values()).map(action -> action.name().toLowerCase(Locale.ROOT)))
                .containsExactlyInAnyOrderElementsOf(names("actions"));
    }

    @Test
    void codesAreTheRegistrysAndAsRetryable() throws IllegalAccessException {
        Map<String, Boolean> ours = new TreeMap<>();
        for (Field field : ErrorCode.class.getFields()) {
            if (Modifier.isStatic(field.getModifiers()) && field.getType() == ErrorCode.class) {
                ErrorCode code = (ErrorCode) field.get(null);
                assertThat(code.name()).isEqualTo(field.getName());
                ours.put(code.name(), code.isRetryable());
            }
        }
        Map<String, Boolean> theirs = entries("codes")
                .collect(Collectors.toMap(
                        code -> code.get("name").asString(),
                        code -> code.get("retryable").asBoolean()));

        assertThat(ours).isEqualTo(theirs);
    }

    @Test
    @Tag("feature-18")
    @Tag("feature-19")
    @Tag("feature-20")
    @Tag("feature-21")
    @Tag("feature-24")
    @Tag("feature-25")
    void typedAndMediaTypesAreTheRegistrys() {
        assertThat(entries("typedFrameTypes").map(type -> type.get("value").asInt()))
                .containsExactly(TypedTypes.HEARTBEAT, TypedTypes.HEARTBEAT_ANSWER, TypedTypes.DATA, TypedTypes.FILE);
        assertThat(entries("mediaTypes").map(type -> type.get("value").asInt()))
                .containsExactly(MediaRecord.AUDIO, MediaRecord.VIDEO);
    }

    @ParameterizedTest
    @CsvSource({
        "frame, default, io.trunkline.codec.internal.frame.FrameLimits, DEFAULT_FRAME",
        "frame, ceiling, io.trunkline.codec.internal.frame.FrameLimits, CEILING",
        "emptyFrames, default, io.trunkline.codec.internal.frame.FrameLimits, EMPTY_FRAMES",
        "lengthDigits, max, io.trunkline.codec.internal.frame.DecimalLength, MOST_DIGITS",
        "sizeDigits, max, io.trunkline.codec.internal.file.NamedFileReader, MAX_SIZE_DIGITS",
        "fileName, max, io.trunkline.codec.internal.file.FileNames, MAX_BYTES",
        "headerLine, max, io.trunkline.codec.internal.message.HeaderParser, MAX_LENGTH",
        "requestTimeout, max, io.trunkline.codec.internal.message.HeaderParser, MAX_TIMEOUT_MS",
        "requestTimeout, max, io.trunkline.Route, MAX_TIMEOUT_MS",
        "topic, max, io.trunkline.codec.internal.message.TopicGrammar, MAX_LENGTH",
        "topicLevels, max, io.trunkline.codec.internal.message.TopicGrammar, MAX_LEVELS",
        "version, max, io.trunkline.codec.internal.message.SemVer, MAX_LENGTH",
        "jsonDepth, default, io.trunkline.codec.internal.json.StrictJson, MAX_DEPTH",
        "jsonNumber, default, io.trunkline.codec.internal.json.StrictJson, MAX_NUMBER_LENGTH",
        "jsonExponent, default, io.trunkline.codec.internal.json.BoundedNumbers, MAX_EXPONENT_DIGITS",
        "jsonName, default, io.trunkline.codec.internal.json.StrictJson, MAX_NAME_LENGTH",
        "jsonTokens, default, io.trunkline.codec.internal.json.StrictJson, MAX_TOKENS",
        "streamWindow, default, io.trunkline.codec.internal.mux.MuxLimits, INITIAL_CREDIT",
        "streamCreditMax, max, io.trunkline.codec.internal.mux.MuxLimits, MAX_CREDIT"
    })
    void constantIsTheRegistrysLimit(String name, String which, String className, String field) throws Exception {
        Field constant = Class.forName(className).getDeclaredField(field);
        constant.setAccessible(true);

        assertThat(((Number) constant.get(null)).longValue())
                .isEqualTo(limit(name).get(which).asLong());
    }

    @Test
    void defaultsOfStreamsAreTheRegistrys() {
        MuxLimits ours = MuxLimits.DEFAULT;

        assertThat(List.of(
                        (long) ours.maxStreams(),
                        (long) ours.streamWindow(),
                        (long) ours.connectionWindow(),
                        (long) ours.maxResets(),
                        ours.resetPeriod().toMillis(),
                        ours.writeStall().toMillis()))
                .isEqualTo(defaults(
                        "streams",
                        "streamWindow",
                        "connectionWindow",
                        "streamResets",
                        "streamResetsWindow",
                        "writeStall"));
    }

    @Test
    void defaultsOfTransfersAreTheRegistrys() {
        TransferLimits ours = TransferLimits.DEFAULT;

        assertThat(List.of(
                        ours.maxFile(),
                        (long) ours.maxTransfers(),
                        ours.stall().toMillis(),
                        TransferLimits.PARK.toMillis()))
                .isEqualTo(defaults("file", "transfersPerAddress", "fileChunkTimeout", "partialFileKept"));
    }

    private static List<Long> defaults(String... limits) {
        return Stream.of(limits)
                .map(name -> limit(name).get("default").asLong())
                .toList();
    }

    /** A reason that is not registered is one that no peer and no caller can look up. */
    @Test
    void everyReasonInTheSourcesIsRegistered() throws IOException {
        Set<String> known = new TreeSet<>(names("reasons"));
        known.addAll(names("codes"));
        known.addAll(names("localKinds"));

        Set<String> used = new TreeSet<>();
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".java")).toList()) {
                REASON.matcher(Files.readString(file)).results().forEach(found -> used.add(found.group(1)));
            }
        }
        assertThat(used).isNotEmpty().isSubsetOf(known);
    }
}
