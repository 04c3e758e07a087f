package io.trunkline.benchmarks.macro.json;

/** A body as a user's own type. Immutable. */
public record Note(long number, String name, String text) {}
