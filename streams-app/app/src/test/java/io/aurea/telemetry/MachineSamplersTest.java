package io.aurea.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On the real machine: what must hold wherever these tests run. */
class MachineSamplersTest {

    @TempDir
    Path folder;

    @Test
    void shouldReadTheHost() throws IOException {
        HostSampler sampler = new HostSampler(folder);
        sampler.sample();

        Map<String, Double> host = byName(sampler.sample());

        assertThat(host)
                .containsKeys(
                        "cpu_used_percent",
                        "memory_used_percent",
                        "swap_used_percent",
                        "disk_used_percent",
                        "disk_free_bytes",
                        "network_receive_bytes_per_second",
                        "network_transmit_bytes_per_second",
                        "processes",
                        "threads",
                        "open_file_descriptors");
        assertThat(host).allSatisfy((name, value) -> assertThat(value)
                .as(name)
                .isBetween(0.0, name.endsWith("_percent") ? 100.0 : Double.MAX_VALUE));
        assertThat(host.get("memory_used_percent")).isPositive();
        assertThat(host.get("processes")).isPositive();
    }

    @Test
    void shouldReadThisJvm() {
        JvmSampler sampler = new JvmSampler();
        sampler.sample();
        System.gc();

        Map<String, Double> jvm = byName(sampler.sample());

        assertThat(jvm)
                .containsKeys(
                        "heap_used_bytes",
                        "heap_used_percent",
                        "non_heap_used_bytes",
                        "gc_collections",
                        "gc_pause_ms",
                        "threads",
                        "loaded_classes",
                        "cpu_used_percent");
        assertThat(jvm).allSatisfy((name, value) -> assertThat(value)
                .as(name)
                .isBetween(0.0, name.endsWith("_percent") ? 100.0 : Double.MAX_VALUE));
        assertThat(jvm.get("gc_collections")).isPositive();
        assertThat(jvm.get("threads")).isPositive();
    }

    @Test
    void shouldGiveTwentySeriesWithoutAnyServer() throws IOException {
        HostSampler host = new HostSampler(folder);
        JvmSampler jvm = new JvmSampler();
        host.sample();
        jvm.sample();

        assertThat(host.sample().size() + jvm.sample().size()).isGreaterThanOrEqualTo(20);
    }

    private static Map<String, Double> byName(List<SampledValue> readings) {
        return readings.stream().collect(Collectors.toMap(SampledValue::name, SampledValue::value));
    }
}
