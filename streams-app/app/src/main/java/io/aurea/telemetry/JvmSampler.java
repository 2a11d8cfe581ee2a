package io.aurea.telemetry;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.util.ArrayList;
import java.util.List;

/**
 * This JVM, which runs the streams app. Garbage collection pauses and counts are per sample, from the second one on.
 */
public final class JvmSampler implements Sampler {

    private long lastCollections = -1;
    private long lastPauseMs;

    @Override
    public String source() {
        return "jvm";
    }

    @Override
    public List<SampledValue> sample() {
        List<SampledValue> readings = new ArrayList<>();
        memory(readings);
        collections(readings);
        readings.add(SampledValue.metric(
                "threads", ManagementFactory.getThreadMXBean().getThreadCount(), "1"));
        readings.add(SampledValue.metric(
                "loaded_classes", ManagementFactory.getClassLoadingMXBean().getLoadedClassCount(), "1"));
        process(readings);
        return readings;
    }

    private static void memory(List<SampledValue> readings) {
        MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
        readings.add(SampledValue.metric("heap_used_bytes", heap.getUsed(), "By"));
        if (heap.getMax() > 0) {
            readings.add(SampledValue.metric("heap_used_percent", 100.0 * heap.getUsed() / heap.getMax(), "percent"));
        }
        long nonHeap =
                ManagementFactory.getMemoryMXBean().getNonHeapMemoryUsage().getUsed();
        readings.add(SampledValue.metric("non_heap_used_bytes", nonHeap, "By"));
    }

    private void collections(List<SampledValue> readings) {
        long collections = 0;
        long pauseMs = 0;
        for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            // Some collectors also count concurrent work; only pauses stop the program.
            if (!collector.getName().contains("Concurrent")
                    && !collector.getName().contains("Cycles")) {
                collections += Math.max(0, collector.getCollectionCount());
                pauseMs += Math.max(0, collector.getCollectionTime());
            }
        }
        if (lastCollections >= 0) {
            readings.add(SampledValue.metric("gc_collections", collections - lastCollections, "1"));
            readings.add(SampledValue.metric("gc_pause_ms", pauseMs - lastPauseMs, "ms"));
        }
        lastCollections = collections;
        lastPauseMs = pauseMs;
    }

    private static void process(List<SampledValue> readings) {
        OperatingSystemMXBean process = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        double load = process.getProcessCpuLoad();
        if (load >= 0) {
            readings.add(SampledValue.metric("cpu_used_percent", 100 * load, "percent"));
        }
        if (process instanceof UnixOperatingSystemMXBean unix) {
            readings.add(SampledValue.metric("open_file_descriptors", unix.getOpenFileDescriptorCount(), "1"));
        }
    }
}
