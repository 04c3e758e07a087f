package io.trunkline.codec.internal.message;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

class RequestIdTest {
    private static final String ID = "123e4567-e89b-42d3-a456-426614174000";

    private final RequestId.Halves halves = new RequestId.Halves();

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 99})
    void whatIsWrittenIsWhatTheJdkWritesAndIsReadAgain(long seed) {
        Random random = new Random(seed);
        byte[] out = new byte[RequestId.LENGTH + 6];
        for (int i = 0; i < 20_000; i++) {
            UUID id = new UUID(random.nextLong(), random.nextLong());
            RequestId.write(id.getMostSignificantBits(), id.getLeastSignificantBits(), out, 3);
            assertThat(new String(out, 3, RequestId.LENGTH, ISO_8859_1)).isEqualTo(id.toString());
            assertThat(RequestId.read(out, 3, halves)).isTrue();
            assertThat(new UUID(halves.high(), halves.low())).isEqualTo(id);
            assertThat(new UUID(RequestId.high(out, 3), RequestId.low(out, 3))).isEqualTo(id);
        }
    }

    @Test
    void everyByteInEveryPlaceIsJudgedAsTheGrammarSays() {
        for (int place = 0; place < RequestId.LENGTH; place++) {
            for (int value = 0; value < 256; value++) {
                byte[] bytes = ID.getBytes(ISO_8859_1);
                bytes[place] = (byte) value;
                boolean dash = ID.charAt(place) == '-';
                boolean legal = dash ? value == '-' : "0123456789abcdef".indexOf(value) >= 0;
                assertThat(RequestId.read(bytes, 0, halves)).isEqualTo(RequestId.isLegal(bytes, 0));
                assertThat(RequestId.isLegal(bytes, 0))
                        .as("byte %d at %d", value, place)
                        .isEqualTo(legal);
                assertThat(RequestId.firstFault(bytes, 0, 36)).isEqualTo(legal ? -1 : place);
            }
        }
    }

    @Test
    void theShortFormThatTheJdkTakesIsNoId() {
        assertThat(UUID.fromString("1-1-1-1-1")).isNotNull();
        byte[] bytes = "1-1-1-1-1".getBytes(ISO_8859_1);
        assertThat(RequestId.firstFault(bytes, 0, bytes.length)).isEqualTo(1);
    }

    @Test
    void anyVersionAndVariantIsAnId() {
        byte[] bytes = "ffffffff-ffff-ffff-ffff-ffffffffffff".getBytes(ISO_8859_1);
        assertThat(RequestId.read(bytes, 0, halves)).isTrue();
        assertThat(halves.high()).isEqualTo(-1);
        assertThat(halves.low()).isEqualTo(-1);
    }

    @Test
    void newIdsAreOfVersion4AndDoNotRepeat() {
        RequestIds ids = new RequestIds();
        Set<UUID> seen = new HashSet<>();
        for (int i = 0; i < 200_000; i++) {
            long ticket = ids.next();
            UUID id = new UUID(ids.high(ticket), ids.low(ticket));
            assertThat(id.version()).isEqualTo(4);
            assertThat(id.variant()).isEqualTo(2);
            assertThat(seen.add(id)).isTrue();
        }
    }

    @Test
    void twoGeneratorsStartApart() {
        RequestIds one = new RequestIds();
        RequestIds other = new RequestIds();
        assertThat(one.high(one.next())).isNotEqualTo(other.high(other.next()));
    }

    @Test
    void everyBitThatMayMoveIsSetInHalfOfTheIds() {
        RequestIds ids = new RequestIds(42, 4711);
        int[] high = new int[64];
        int[] low = new int[64];
        int rounds = 100_000;
        for (int i = 0; i < rounds; i++) {
            long ticket = ids.next();
            count(ids.high(ticket), high);
            count(ids.low(ticket), low);
        }
        for (int bit = 0; bit < 64; bit++) {
            if (bit < 12 || bit > 15) {
                assertThat(high[bit]).as("high bit %d", bit).isBetween(rounds * 49 / 100, rounds * 51 / 100);
            }
            if (bit < 62) {
                assertThat(low[bit]).as("low bit %d", bit).isBetween(rounds * 49 / 100, rounds * 51 / 100);
            }
        }
    }

    private static void count(long bits, int[] counts) {
        for (int bit = 0; bit < 64; bit++) {
            counts[bit] += (int) ((bits >>> bit) & 1);
        }
    }
}
