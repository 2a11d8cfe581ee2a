package io.aurea.cycle;

import io.aurea.schema.CycleMetrics;
import io.aurea.schema.ObservationKind;
import io.aurea.schema.Polarity;
import io.aurea.schema.Trend;
import io.aurea.state.Entries;
import io.aurea.state.StoredState;
import io.aurea.trend.LevelVerdict;
import io.aurea.trend.ModelSettings;
import io.aurea.trend.SeriesDirection;
import io.aurea.trend.SeriesModel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The trends of a tenant as a whole, one window per cycle. Not thread-safe. */
final class TenantTrends implements StoredState {

    /** The source of these trends; no publisher's source begins with an underscore. */
    static final String SOURCE = "_tenant";

    private enum Series {
        SUCCESS_RATE("success_rate", Polarity.HIGHER_IS_BETTER),
        ERROR_RATE("error_rate", Polarity.LOWER_IS_BETTER),
        CYCLE_DURATION("cycle_duration_seconds", Polarity.LOWER_IS_BETTER),
        HEALTH("health_score", Polarity.HIGHER_IS_BETTER);

        private final String text;
        private final Polarity polarity;

        Series(String text, Polarity polarity) {
            this.text = text;
            this.polarity = polarity;
        }

        Double of(CycleMetrics cycle) {
            return switch (this) {
                case SUCCESS_RATE -> cycle.getSuccessRate();
                case ERROR_RATE -> cycle.getSuccessRate() == null ? null : Double.valueOf(1 - cycle.getSuccessRate());
                case CYCLE_DURATION -> cycle.getCycleDurationSeconds();
                case HEALTH -> cycle.getHealthScore();
            };
        }
    }

    private final ModelSettings settings;
    private final Map<Series, SeriesModel> models = new EnumMap<>(Series.class);
    private final Map<Series, SeriesModel> dirty = new EnumMap<>(Series.class);

    TenantTrends(ModelSettings settings) {
        this.settings = settings;
    }

    /** The trends of a cycle, ordered by name, without those that it has no number for. */
    List<Trend> of(CycleMetrics cycle, SeriesDirection heading) {
        List<Trend> trends = new ArrayList<>(Series.values().length);
        for (Series series : Series.values()) {
            Double value = series.of(cycle);
            if (value != null) {
                trends.add(trend(cycle, series, value, heading));
            }
        }
        trends.sort((a, b) -> a.getName().compareTo(b.getName()));
        return trends;
    }

    private Trend trend(CycleMetrics cycle, Series series, double value, SeriesDirection heading) {
        SeriesModel model = models.computeIfAbsent(series, s -> new SeriesModel(settings));
        dirty.put(series, model);
        Trend.Builder fields = Trend.newBuilder()
                .setTenantId(cycle.getTenantId())
                .setSource(SOURCE)
                .setName(series.text)
                .setKind(ObservationKind.METRIC)
                .setWindowStart(cycle.getWindowStart())
                .setWindowEnd(cycle.getWindowEnd())
                .setCount(1)
                .setValues(1)
                .setSum(value)
                .setSumSquares(value * value)
                .setMean(value)
                .setMin(value)
                .setMax(value)
                .setP50(value)
                .setP95(value)
                .setP99(value)
                .setPolarity(series.polarity)
                .setPolicyVersion(cycle.getPolicyVersion());
        Trend trend = fields.build();
        LevelVerdict.judge(model, value, trend);
        trend.setDirection(heading.of(trend, series.polarity));
        return trend;
    }

    @Override
    public void load(byte[] key, byte[] value) {
        models.put(Series.valueOf(new String(key, StandardCharsets.US_ASCII)), SeriesModel.decode(settings, value));
    }

    @Override
    public void save(Entries changes) {
        put(dirty, changes);
        dirty.clear();
    }

    @Override
    public void saveAll(Entries all) {
        put(models, all);
    }

    private static void put(Map<Series, SeriesModel> models, Entries to) {
        models.forEach((series, model) -> to.put(series.name().getBytes(StandardCharsets.US_ASCII), model.encode()));
    }
}
