package io.aurea.cli.read;

/**
 * One list from the history.
 *
 * @param view what to list; every column of it is in the JSON
 * @param columns of the table, as SQL
 * @param order as SQL
 */
record Listing(String view, String columns, String order) {

    private static final String TIME = "to_char(%s, 'YYYY-MM-DD HH24:MI:SS\"Z\"') AS %s";

    /** A time as text without fractions of a second; sessions are in UTC. */
    static String time(String column, String name) {
        return TIME.formatted(column, name);
    }

    /** @param condition as SQL; parameters: the tenant or null, those of the condition, the limit */
    String table(String condition) {
        return query(columns, condition);
    }

    /** One JSON text per row. */
    String json(String condition) {
        return "SELECT row_to_json(listed)::text AS json FROM (" + query("*", condition) + ") listed";
    }

    private String query(String what, String condition) {
        return "SELECT " + what + " FROM " + view + " WHERE tenant_id = coalesce(?::text, tenant_id) AND (" + condition
                + ") ORDER BY " + order + " LIMIT ?";
    }
}
