package io.trunkline.benchmarks;

import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import javax.management.JMException;
import javax.management.ObjectName;

/** What is alive in this process's heap, by class; looking collects garbage first. */
final class LiveHeap {
    private final Map<String, Long> bytes;

    private LiveHeap(Map<String, Long> bytes) {
        this.bytes = bytes;
    }

    /** Looks at the classes whose names are wanted. */
    static LiveHeap of(Predicate<String> wanted) throws JMException {
        String histogram = (String) ManagementFactory.getPlatformMBeanServer()
                .invoke(
                        new ObjectName("com.sun.management:type=DiagnosticCommand"),
                        "gcClassHistogram",
                        new Object[] {new String[0]},
                        new String[] {String[].class.getName()});
        Map<String, Long> bytes = new TreeMap<>();
        for (String line : histogram.split("\n")) {
            // num: instances bytes name; the lines above and below have another shape.
            String[] fields = line.trim().split("\\s+");
            if (fields.length >= 4 && fields[0].endsWith(":") && wanted.test(fields[3])) {
                bytes.merge(fields[3], Long.parseLong(fields[2]), Long::sum);
            }
        }
        return new LiveHeap(bytes);
    }

    long sum() {
        return bytes.values().stream().mapToLong(Long::longValue).sum();
    }

    @Override
    public String toString() {
        return bytes.toString();
    }
}
