package io.aurea.telemetry;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import oshi.SystemInfo;
import oshi.hardware.CentralProcessor;
import oshi.hardware.GlobalMemory;
import oshi.hardware.HWDiskStore;
import oshi.hardware.NetworkIF;
import oshi.hardware.VirtualMemory;
import oshi.software.os.OperatingSystem;

/**
 * Processor, memory, disk and network of this machine. Rates start with the second sample; what the machine does not
 * report (load on Windows, disks in some containers) is left out.
 */
public final class HostSampler implements Sampler {

    private final Path dataFolder;
    private final SystemInfo system = new SystemInfo();
    private final Rate diskRead = new Rate();
    private final Rate diskWritten = new Rate();
    private final Rate received = new Rate();
    private final Rate transmitted = new Rate();
    private long[] processorTicks;
    private List<HWDiskStore> disks;
    private List<NetworkIF> networks;

    /** @param dataFolder an existing folder on the file system to measure */
    public HostSampler(Path dataFolder) {
        this.dataFolder = dataFolder;
    }

    @Override
    public String source() {
        return "host";
    }

    @Override
    public List<SampledValue> sample() throws IOException {
        List<SampledValue> readings = new ArrayList<>();
        processor(readings);
        memory(readings);
        fileSystem(readings);
        disks(readings);
        networks(readings);
        operatingSystem(readings);
        return readings;
    }

    private void processor(List<SampledValue> readings) {
        CentralProcessor processor = system.getHardware().getProcessor();
        if (processorTicks != null) {
            double load = processor.getSystemCpuLoadBetweenTicks(processorTicks);
            readings.add(SampledValue.metric("cpu_used_percent", 100 * load, "percent"));
        }
        processorTicks = processor.getSystemCpuLoadTicks();
        double load = processor.getSystemLoadAverage(1)[0];
        if (load >= 0) {
            readings.add(SampledValue.metric("load_1m", load, "1"));
        }
    }

    private void memory(List<SampledValue> readings) {
        GlobalMemory memory = system.getHardware().getMemory();
        long used = memory.getTotal() - memory.getAvailable();
        readings.add(SampledValue.metric("memory_used_percent", percent(used, memory.getTotal()), "percent"));
        VirtualMemory virtual = memory.getVirtualMemory();
        readings.add(SampledValue.metric(
                "swap_used_percent", percent(virtual.getSwapUsed(), virtual.getSwapTotal()), "percent"));
    }

    private void fileSystem(List<SampledValue> readings) throws IOException {
        FileStore store = Files.getFileStore(dataFolder);
        long total = store.getTotalSpace();
        readings.add(
                SampledValue.metric("disk_used_percent", percent(total - store.getUsableSpace(), total), "percent"));
        readings.add(SampledValue.metric("disk_free_bytes", store.getUsableSpace(), "By"));
    }

    private void disks(List<SampledValue> readings) {
        if (disks == null) {
            disks = system.getHardware().getDiskStores();
        }
        if (disks.isEmpty()) {
            return;
        }
        long read = 0;
        long written = 0;
        for (HWDiskStore disk : disks) {
            disk.updateAttributes();
            read += disk.getReadBytes();
            written += disk.getWriteBytes();
        }
        long now = System.nanoTime();
        add(readings, "disk_read_bytes_per_second", diskRead, read, now);
        add(readings, "disk_write_bytes_per_second", diskWritten, written, now);
    }

    private void networks(List<SampledValue> readings) {
        if (networks == null) {
            // Without the loopback interface, which carries this stack's own traffic.
            networks = system.getHardware().getNetworkIFs();
        }
        long in = 0;
        long out = 0;
        for (NetworkIF network : networks) {
            network.updateAttributes();
            in += network.getBytesRecv();
            out += network.getBytesSent();
        }
        long now = System.nanoTime();
        add(readings, "network_receive_bytes_per_second", received, in, now);
        add(readings, "network_transmit_bytes_per_second", transmitted, out, now);
    }

    private void operatingSystem(List<SampledValue> readings) {
        OperatingSystem os = system.getOperatingSystem();
        readings.add(SampledValue.metric("processes", os.getProcessCount(), "1"));
        readings.add(SampledValue.metric("threads", os.getThreadCount(), "1"));
        readings.add(
                SampledValue.metric("open_file_descriptors", os.getFileSystem().getOpenFileDescriptors(), "1"));
    }

    private static void add(List<SampledValue> readings, String name, Rate rate, long count, long nanos) {
        rate.perSecond(count, nanos).ifPresent(value -> readings.add(SampledValue.metric(name, value, "By/s")));
    }

    private static double percent(long part, long whole) {
        return whole == 0 ? 0 : 100.0 * part / whole;
    }
}
