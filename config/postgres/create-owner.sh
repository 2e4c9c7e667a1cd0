#!/bin/sh
# The postgres image runs this once, on an empty volume: the hub's database belongs to a role that is no superuser.
set -eu
psql --set ON_ERROR_STOP=1 --username "${POSTGRES_USER:-postgres}" --dbname postgres <<'SQL'
\set password `cat /run/secrets/database-owner-password`
CREATE ROLE liaison_owner LOGIN CREATEROLE NOSUPERUSER NOBYPASSRLS PASSWORD :'password';
CREATE DATABASE liaison_hub OWNER liaison_owner;
REVOKE ALL ON DATABASE liaison_hub FROM PUBLIC;
GRANT CONNECT ON DATABASE liaison_hub TO PUBLIC;
SQL
