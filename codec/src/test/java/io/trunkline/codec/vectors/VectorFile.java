package io.trunkline.codec.vectors;

import java.util.List;

/** One vector file: the format that all of its cases are about, and the cases. Immutable. */
record VectorFile(String name, String format, List<VectorCase> cases) {}
