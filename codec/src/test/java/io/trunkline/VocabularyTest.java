package io.trunkline;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class VocabularyTest {
    record Say(String text) {}

    private static final Route<Say, Say> SAY = Route.of("echo.say", Say.class, Say.class);

    @Test
    void aRouteIsCopiedNotChanged() {
        Route<Say, Say> copy =
                SAY.version("2.0.0").timeout(Duration.ofSeconds(1)).idempotent();
        assertThat(SAY.version()).isEqualTo("1.0.0");
        assertThat(SAY.timeout()).isEmpty();
        assertThat(SAY.isIdempotent()).isFalse();
        assertThat(copy.version()).isEqualTo("2.0.0");
        assertThat(copy.timeout()).contains(Duration.ofSeconds(1));
        assertThat(copy.isIdempotent()).isTrue();
        assertThat(copy.topic()).isEqualTo("echo.say");
        assertThat(copy.requestType()).isEqualTo(TypeRef.of(Say.class));
    }

    @Test
    void aPlainRouteTakesAnythingAndAnswersBytes() {
        Route<Object, Payload> route = Route.of("a");
        assertThat(route.requestType().type()).isEqualTo(Object.class);
        assertThat(route.responseType().type()).isEqualTo(Payload.class);
    }

    @Test
    void aRouteRefusesPatternsBadVersionsAndTimeoutsOutOfRange() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Route.of("a-b.c"))
                .withMessage("at most 5 levels of letters and digits: 'a-b.c' has '-' at 1");
        assertThatIllegalArgumentException().isThrownBy(() -> Route.of("a.+"));
        assertThatIllegalArgumentException().isThrownBy(() -> SAY.version("2"));
        assertThatIllegalArgumentException().isThrownBy(() -> SAY.timeout(Duration.ZERO));
        assertThatIllegalArgumentException().isThrownBy(() -> SAY.timeout(Duration.ofMillis(3_600_001)));
        assertThat(SAY.timeout(Duration.ofMillis(1)).timeout()).isPresent();
        assertThat(SAY.timeout(Duration.ofHours(1)).timeout()).isPresent();
    }

    @Test
    void whateverACodecThrowsWhileItDecodesIsAPayloadException() {
        PayloadCodec failing = new PayloadCodec() {
            @Override
            public void encode(Object value, OutputStream out) {}

            @Override
            public Object decode(byte[] bytes, int offset, int length, Type type) {
                throw new IndexOutOfBoundsException("a bug");
            }

            @Override
            public boolean isText() {
                return false;
            }
        };
        assertThatExceptionOfType(PayloadException.class)
                .isThrownBy(() -> Payload.EMPTY.as(TypeRef.of(Say.class), failing))
                .withCauseInstanceOf(IndexOutOfBoundsException.class)
                .satisfies(e -> assertThat(e.reason()).isEqualTo("INVALID_PAYLOAD"));
    }

    @Test
    void aTopicMayBeAPattern() {
        assertThat(Topic.of("events.#", Message.class).isPattern()).isTrue();
        assertThat(Topic.of("events.+.x", Message.class).isPattern()).isTrue();
        assertThat(Topic.of("events.x", Message.class).isPattern()).isFalse();
        assertThat(Topic.of("a", new TypeRef<List<Say>>() {}).version("3.0.0").version())
                .isEqualTo("3.0.0");
        assertThatIllegalArgumentException().isThrownBy(() -> Topic.of("#.a", Say.class));
    }

    @Test
    void aTypeRefKeepsItsArguments() {
        TypeRef<List<Say>> says = new TypeRef<>() {};
        assertThat(says).isEqualTo(new TypeRef<List<Say>>() {}).isNotEqualTo(new TypeRef<List<String>>() {});
        assertThat(says).hasToString("java.util.List<io.trunkline.VocabularyTest$Say>");
        assertThat(new TypeRef<Say>() {}).isEqualTo(TypeRef.of(Say.class)).hasSameHashCodeAs(TypeRef.of(Say.class));
    }

    @Test
    void aTypeRefWithoutAMeaningIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(VocabularyTest::<String>generic);
        assertThatIllegalArgumentException().isThrownBy(RawRef::new);
    }

    private static <T> TypeRef<List<T>> generic() {
        return new TypeRef<List<T>>() {};
    }

    @SuppressWarnings("rawtypes") // What is proven is that it is refused.
    private static final class RawRef extends TypeRef {}

    @Test
    void aMessageIsCopiedNotChanged() {
        UUID id = new UUID(1, 2);
        Message plain = Message.of(Action.PUBLISH, "News.sport", Payload.ofText("x"));
        Message full = plain.version("2.0.0").requestId(id).parentId(new UUID(3, 4));
        assertThat(plain.requestId()).isEmpty();
        assertThat(plain.version()).isEqualTo("1.0.0");
        assertThat(full.requestId()).contains(id);
        assertThat(full.parentId()).contains(new UUID(3, 4));
        assertThat(full.topic()).isEqualTo("News.sport");
        assertThat(full).isEqualTo(plain.version("2.0.0").requestId(id).parentId(new UUID(3, 4)));
        assertThat(full).isNotEqualTo(plain);
        assertThat(full.toString()).contains("News.sport", "1 B").doesNotContain("Payload");
        assertThatIllegalArgumentException().isThrownBy(() -> Message.of(Action.PUBLISH, "a.#", Payload.EMPTY));
    }

    @Test
    void anIdentityIsANameAndItsRoles() {
        assertThat(Identity.of("bob", "admin", "admin")).isEqualTo(Identity.of("bob", "admin"));
        assertThat(Identity.of("bob").roles()).isEmpty();
        assertThat(Identity.of("bob", "a")).isNotEqualTo(Identity.of("bob", "b"));
        assertThatIllegalArgumentException().isThrownBy(() -> Identity.of(" "));
    }

    @Test
    void aStringBecomesAJsonStringAlways() {
        assertThat(Payload.json("{}").text()).isEqualTo("\"{}\"");
        assertThat(Payload.json("{}").as(String.class)).isEqualTo("{}");
    }

    @Test
    void rawBytesAreNoObject() {
        for (Object bytes : new Object[] {new byte[1], ByteBuffer.allocate(1), ByteBuffer.allocateDirect(1)}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Payload.json(bytes))
                    .withMessageContaining("wrap it: Payload.of(bytes)");
        }
    }

    @Test
    @Tag("feature-38")
    @Tag("feature-39")
    void aPayloadStaysWhatItIs() {
        Payload payload = Payload.of(new byte[] {1, 2});
        assertThat(Payload.json(payload)).isSameAs(payload);
        assertThat(payload.as(Payload.class)).isSameAs(payload);
    }

    @Test
    void objectsAreEncodedAndBound() {
        Payload json = Payload.json(new Say("hi"));
        assertThat(json.text()).isEqualTo("{\"text\":\"hi\"}");
        assertThat(json.as(Say.class)).isEqualTo(new Say("hi"));
        assertThat(json.as(new TypeRef<Map<String, String>>() {})).containsEntry("text", "hi");
        assertThat(Payload.json(7).as(int.class)).isEqualTo(7);
        assertThatExceptionOfType(PayloadException.class)
                .isThrownBy(() -> Payload.EMPTY.as(Say.class))
                .satisfies(e -> assertThat(e.reason()).isEqualTo("MALFORMED_JSON"));
    }

    @Test
    void aCodecOfOnesOwnIsAskedAndCheckedUpon() {
        PayloadCodec codec = new PayloadCodec() {
            @Override
            public void encode(Object value, OutputStream out) throws IOException {
                out.write(value.toString().getBytes(StandardCharsets.UTF_8));
            }

            @Override
            public Object decode(byte[] bytes, int offset, int length, Type type) {
                return new Say(new String(bytes, offset, length, StandardCharsets.UTF_8));
            }

            @Override
            public boolean isText() {
                return true;
            }
        };
        Payload payload = Payload.of("plain", codec);
        assertThat(payload.text()).isEqualTo("plain");
        assertThat(payload.as(TypeRef.of(Say.class), codec)).isEqualTo(new Say("plain"));
        assertThatExceptionOfType(PayloadException.class)
                .isThrownBy(() -> payload.as(TypeRef.of(String.class), codec))
                .withMessageContaining("the payload is not of the type expected");
    }
}
