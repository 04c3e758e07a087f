package io.trunkline.benchmarks.macro.json;

import java.io.OutputStream;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

/** Every body is bound to a record by streaming, and written from one. Thread-safe. */
public final class Records implements Work<Note> {
    private static final JsonMapper MAPPER = JsonMapper.shared();
    private static final ObjectReader READER = MAPPER.readerFor(Note.class);
    private static final ObjectWriter WRITER = MAPPER.writerFor(Note.class);

    private final String text;

    /** For bodies of so many bytes. */
    public Records(int size) {
        this.text = Layout.text(size);
    }

    @Override
    public Note make(long number) {
        return new Note(Layout.BASE + number, Layout.NAME, text);
    }

    @Override
    public Note read(byte[] array, int from, int length) {
        return READER.readValue(array, from, length);
    }

    @Override
    public void write(Note value, OutputStream out) {
        WRITER.writeValue(out, value);
    }

    @Override
    public long number(Note value) {
        return value.number() - Layout.BASE;
    }

    @Override
    public int size(Note value) {
        return Layout.size(value.text().length());
    }
}
