# Observations for the trials of RELIABILITY.md, as JSON lines on stdout, in order of time:
#   awk -v tenants=100 -v sources=1 -v names=3 -v windows=0,1,8641 -f docs/load.awk | ./aurea send --close -
# tenants x sources x names gauges in each of the windows of 10 s, by number; with invent=1 the names are others in each window;
# each with as many numbers as numbers says, of all sizes if there are more than one.
BEGIN {
    if (tenants == "") tenants = 1
    if (sources == "") sources = 1
    if (names == "") names = 1
    if (numbers == "") numbers = 1
    if (prefix == "") prefix = "tenant-"
    count = split(windows == "" ? "0" : windows, window, ",")
    all = tenants * sources * names * numbers
    for (w = 1; w <= count; w++) {
        i = 0
        for (t = 0; t < tenants; t++)
            for (s = 0; s < sources; s++)
                for (n = 0; n < names; n++)
                    for (k = 0; k < numbers; k++) {
                        at = 1763000000000 + window[w] * 10000 + int(9000 * i / all)
                        i++
                        name = "m-" n (invent ? "-" w : "")
                        value = numbers > 1 ? (k % 2 ? "-" : "") "1e" (k % 16 - 8) : 100 + (t * 7 + n * 13 + w * 3) % 11
                        printf "{\"tenant_id\":\"%s%d\",\"source\":\"s-%d\",\"kind\":\"METRIC\",\"name\":\"%s\"," \
                            "\"observed_at\":%.0f,\"value\":%s}\n", prefix, t, s, name, at, value
                    }
    }
}
