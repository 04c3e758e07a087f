package io.trunkline.codec.internal.message;

import java.util.Arrays;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

class TopicCacheTest {
    private final FieldScanner scanner = new FieldScanner();

    @Test
    void spellingsOfOneTopicAreTwoObjectsThatAreEqual() {
        TopicCache cache = new TopicCache();
        TopicName upper = topic(cache, "A.B");
        TopicName lower = topic(cache, "a.b");
        assertThat(upper).isNotSameAs(lower).isEqualTo(lower);
        assertThat(topic(cache, "A.B")).isSameAs(upper);
    }

    @Test
    void strangersCanMakeItMissAndNeverGetItWrong() {
        TopicCache cache = new TopicCache();
        Random random = new Random(7);
        for (int i = 0; i < 50_000; i++) {
            String text = "t" + Integer.toString(random.nextInt(5_000), 36);
            assertThat(topic(cache, text).text()).isEqualTo(text);
        }
    }

    @Test
    void twoTopicsOfOneSlotAreBothRemembered() {
        ByteKeyCache<String> cache = new ByteKeyCache<>(2);
        cache.remember(new byte[] {1}, 0, "one");
        cache.remember(new byte[] {2}, 0, "two");
        assertThat(cache.find(new byte[] {1}, 0, 1, 0)).isEqualTo("one");
        assertThat(cache.find(new byte[] {2}, 0, 1, 0)).isEqualTo("two");
        cache.remember(new byte[] {3}, 0, "three");
        assertThat(cache.find(new byte[] {1}, 0, 1, 0)).isNull();
        assertThat(cache.find(new byte[] {2}, 0, 1, 0)).isEqualTo("two");
    }

    @Test
    void theHashAndTheColonDoNotDependOnWhatFollows() {
        for (int length = 0; length < 40; length++) {
            byte[] alone = ("x" + "k".repeat(length) + ":").getBytes(ISO_8859_1);
            byte[] followed = (new String(alone, ISO_8859_1) + "1.0.0:::::::\n\u00ff\u00ff").getBytes(ISO_8859_1);
            assertThat(scanner.find(alone, 1, alone.length)).isEqualTo(length + 1);
            int hash = scanner.hash();
            assertThat(scanner.find(followed, 1, followed.length)).isEqualTo(length + 1);
            assertThat(scanner.hash()).isEqualTo(hash);
        }
    }

    @Test
    void theFirstColonIsFoundBehindAnyByte() {
        for (int value = 0; value < 256; value++) {
            byte[] bytes = new byte[24];
            Arrays.fill(bytes, (byte) value);
            bytes[13] = ':';
            assertThat(scanner.find(bytes, 0, bytes.length)).isEqualTo(value == ':' ? 0 : 13);
            bytes[13] = (byte) value;
            assertThat(scanner.find(bytes, 0, bytes.length)).isEqualTo(value == ':' ? 0 : 24);
        }
    }

    private TopicName topic(TopicCache cache, String text) {
        byte[] bytes = (text + ":").getBytes(ISO_8859_1);
        int colon = scanner.find(bytes, 0, bytes.length);
        return Objects.requireNonNull(cache.topic(bytes, 0, colon, scanner.hash()), text);
    }
}
