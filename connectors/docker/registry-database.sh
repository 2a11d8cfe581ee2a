#!/bin/bash
# For the first start of the postgres image: a separate database for the schema registry.
psql -v ON_ERROR_STOP=1 -v password="$REGISTRY_DB_PASSWORD" --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" <<'SQL'
CREATE ROLE registry LOGIN PASSWORD :'password';
CREATE DATABASE registry OWNER registry;
REVOKE CONNECT ON DATABASE registry FROM PUBLIC;
SQL
