/** Server settings by PostgreSQL's own names. */
export type Settings = Readonly<Record<string, string>>;

/** Given on the server's command line, so that an upgrade of the hub changes them without editing files. */
export const defaultSettings: Settings = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  password_encryption: 'scram-sha-256',
  max_connections: '100',
  shared_buffers: '128MB',
  // Acknowledged means durable.
  fsync: 'on',
  synchronous_commit: 'on',
  full_page_writes: 'on',
  wal_compression: 'on',
  max_wal_size: '1GB',
  timezone: 'UTC',
  log_timezone: 'UTC',
  lc_messages: 'C',
  // A week of logs, each weekday overwriting its predecessor.
  logging_collector: 'on',
  log_directory: '../log',
  log_filename: 'postgres-%a.log',
  log_rotation_age: '1d',
  log_rotation_size: '0',
  log_truncate_on_rotation: 'on',
  // Error texts, details and statements carry rows, that is personal data; the hub reports its own failures.
  // Above `error` in this scale stand `log` (start, stop, recovery), `fatal` and `panic`.
  log_min_messages: 'log',
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
  log_connections: '',
  log_disconnections: 'off',
  log_checkpoints: 'off',
};

/** As `-c name=value` arguments. */
export function settingArguments(settings: Settings): readonly string[] {
  return Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}
