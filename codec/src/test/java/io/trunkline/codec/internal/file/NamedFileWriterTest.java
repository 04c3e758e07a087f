package io.trunkline.codec.internal.file;

import io.trunkline.PayloadException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class NamedFileWriterTest {
    @Test
    void theHeaderIsNameAndSize() {
        assertThat(new NamedFileWriter("a b.txt", 12).header().text()).isEqualTo("a b.txt\n12\n");
    }

    @Test
    void aFileThatGrewIsCutAtItsAnnouncedSize() {
        NamedFileWriter writer = new NamedFileWriter("f", 10);
        writer.header();

        assertThat(writer.accept(7)).isEqualTo(7);
        assertThat(writer.accept(7)).isEqualTo(3);
        assertThat(writer.accept(7)).isZero();
        assertThat(writer.finish()).isTrue();
    }

    @Test
    void aFileThatShrankDoesNotEndInOrder() {
        NamedFileWriter writer = new NamedFileWriter("f", 10);
        writer.header();
        writer.accept(9);

        assertThat(writer.remaining()).isEqualTo(1);
        assertThat(writer.finish()).isFalse();
    }

    @Test
    void anEmptyFileIsWholeAfterItsHeader() {
        NamedFileWriter writer = new NamedFileWriter("f", 0);
        writer.header();

        assertThat(writer.finish()).isTrue();
    }

    @Test
    void contentBeforeTheHeaderIsNotAccepted() {
        assertThat(new NamedFileWriter("f", 10).accept(5)).isZero();
    }

    @Test
    void namesThatNoReceiverTakesAreRefusedHere() {
        assertThatThrownBy(() -> new NamedFileWriter("../f", 1))
                .isInstanceOfSatisfying(
                        PayloadException.class, e -> assertThat(e.reason()).isEqualTo("BAD_NAME"));
        assertThatThrownBy(() -> new NamedFileWriter("f", -1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theHeaderIsGivenOnce() {
        NamedFileWriter writer = new NamedFileWriter("f", 1);
        writer.header();

        assertThatThrownBy(writer::header).isInstanceOf(IllegalStateException.class);
    }
}
