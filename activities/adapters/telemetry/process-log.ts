import { type DestinationStream, type Logger, pino } from 'pino';

/** Keys whose values never reach a log, at the top of an entry and two levels down. */
const secretKeys = [
  'password',
  'new_password',
  'token',
  'access_token',
  'refresh_token',
  'authorization',
  'cookie',
  'secret',
  'api_key',
  'api_secret',
  'jwt_secret',
  'code',
];

/** A process's log: JSON lines on standard output, by level LOG_LEVEL (info), with secrets left out. */
export function createLog(name: string, destination?: DestinationStream): Logger {
  const options = {
    name,
    level: process.env['LOG_LEVEL'] ?? 'info',
    redact: { paths: secretKeys.flatMap((key) => [key, `*.${key}`, `*.*.${key}`]), censor: '…' },
  };
  return destination === undefined ? pino(options) : pino(options, destination);
}
