/** `throwaway` loses its data with the machine's power and is two to four times as quick at creating databases. */
export type ServerProfile = 'durable' | 'throwaway';

const COMMON = [
  'listen_addresses=127.0.0.1',
  // No socket file: BullMQ takes a stopped server for a permanent fault on one, and its path may be too long.
  'unix_socket_directories=',
  // Two queues, two Prisma pools and tests side by side; PostgreSQL's own 100 are soon gone.
  'max_connections=200',
  'timezone=UTC',
  'log_timezone=UTC',
  'lc_messages=C',
  // Statements and the details of a violated constraint hold people's data, and what the server says is logged.
  'log_min_error_statement=panic',
  'log_error_verbosity=terse',
];

const THROWAWAY = [
  'fsync=off',
  'synchronous_commit=off',
  'full_page_writes=off',
  'autovacuum=off',
  'wal_level=minimal',
  'max_wal_senders=0',
  'io_method=sync',
];

/** `mark` names the data folder in the command line of the server, where the next owner looks for it. */
export function serverArguments(profile: ServerProfile, port: number, mark: string): string[] {
  const settings = [...COMMON, ...(profile === 'throwaway' ? THROWAWAY : [])];
  return ['-p', String(port), '-c', mark, ...settings.flatMap((setting) => ['-c', setting])];
}
