package io.trunkline.codec.internal.message;

import io.trunkline.Action;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

class HeaderPropertyTest {
    private static final String ALPHABET = "abzAZ019:.-+#\n\r \0g\u00e9";

    private static final List<Action> ACTIONS = List.of(Action.PUBLISH, Action.REQUEST, Action.RESPONSE);

    private final TopicCache cache = new TopicCache();
    private final HeaderParser parser = new HeaderParser(cache);
    private final HeaderWriter writer = new HeaderWriter();

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 20261120})
    void whatIsWrittenIsReadAgain(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 2_000; i++) {
            byte[] bytes = randomHeader(random);
            String shown = "seed " + seed + " case " + i + " " + new String(bytes, ISO_8859_1);

            assertThat(parser.tryParse(bytes, 0, bytes.length)).as(shown).isTrue();
            HeaderWriter again = writer.begin(parser.action(), parser.topic(), parser.version());
            if (parser.hasRequestId()) {
                again.requestId(parser.requestIdHigh(), parser.requestIdLow());
            }
            if (parser.hasParentId()) {
                again.parentId(parser.parentIdHigh(), parser.parentIdLow());
            }
            if (parser.timeoutMs() > 0) {
                again.timeoutMs(parser.timeoutMs());
            }
            byte[] written = new byte[again.size()];
            assertThat(again.write(written, 0)).as(shown).isEqualTo(written.length);
            assertThat(written).as(shown).isEqualTo(bytes);
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {11, 12, 13})
    void theParserAgreesWithTheReferenceOnEveryMutation(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 120; i++) {
            StringBuilder text = new StringBuilder(new String(randomHeader(random), ISO_8859_1)).append("{}\n");
            for (int mutations = random.nextInt(3); mutations >= 0; mutations--) {
                mutate(text, random);
            }
            byte[] bytes = text.toString().getBytes(ISO_8859_1);

            boolean legal = parser.tryParse(bytes, 0, bytes.length);

            assertThat(legal ? -1 : parser.faultOffset())
                    .as("seed %d case %d %s", seed, i, text)
                    .isEqualTo(ReferenceHeader.fault(text.toString()));
        }
    }

    private static void mutate(StringBuilder text, Random random) {
        int at = random.nextInt(text.length() + 1);
        char c = ALPHABET.charAt(random.nextInt(ALPHABET.length()));
        switch (random.nextInt(4)) {
            case 0 -> text.insert(at, c);
            case 1 -> text.replace(at, Math.min(at + 1, text.length()), String.valueOf(c));
            case 2 -> text.delete(at, Math.min(at + 1 + random.nextInt(5), text.length()));
            default -> text.setLength(random.nextInt(20) == 0 ? at : text.length());
        }
    }

    private byte[] randomHeader(Random random) {
        Action action = ACTIONS.get(random.nextInt(3));
        writer.begin(action, TopicName.of(randomTopic(random)), SemVer.parse(randomVersion(random)));
        if (random.nextBoolean()) {
            writer.requestId(random.nextLong(), random.nextLong());
        }
        if (random.nextBoolean()) {
            writer.parentId(random.nextLong(), random.nextLong());
        }
        if (action == Action.REQUEST && random.nextBoolean()) {
            writer.timeoutMs(1 + (int) Math.min(3_599_999, Math.abs(random.nextGaussian()) * 1_000_000));
        }
        byte[] bytes = new byte[writer.size()];
        writer.write(bytes, 0);
        return bytes;
    }

    private static String randomTopic(Random random) {
        StringBuilder topic = new StringBuilder();
        for (int level = random.nextInt(5); level >= 0; level--) {
            topic.append((char) ('a' + random.nextInt(26)));
            for (int i = random.nextInt(random.nextInt(30) == 0 ? 50 : 9); i > 0; i--) {
                topic.append("aZ09bY".charAt(random.nextInt(6)));
            }
            topic.append(level == 0 ? "" : ".");
        }
        return topic.toString();
    }

    private static String randomVersion(Random random) {
        String[] suffixes = {"", "-rc.1", "+b.01", "-0a+x-", "--", "-1-1"};
        return random.nextInt(12) + "." + random.nextInt(200) + "." + random.nextInt(9) + suffixes[random.nextInt(6)];
    }
}
