/** Severity of a log line; `error` means that someone must act. */
export const logLevels = ['debug', 'info', 'warn', 'error'] as const;
export type LogLevel = (typeof logLevels)[number];

export interface Log {
  debug(message: string, fields?: Record<string, unknown>): void;
  info(message: string, fields?: Record<string, unknown>): void;
  warn(message: string, fields?: Record<string, unknown>): void;
  error(message: string, fields?: Record<string, unknown>): void;
}

const hidden = /pass(word)?|secret|token|cookie|authorization|community|totp/i;

/** Structured log: one JSON object a line, values of telling names replaced so that no secret reaches a log. */
export function createLog(
  level: LogLevel,
  write: (line: string) => void = (line) => process.stderr.write(line),
): Log {
  const least = logLevels.indexOf(level);
  const at =
    (wanted: LogLevel) =>
    (message: string, fields: Record<string, unknown> = {}) => {
      if (logLevels.indexOf(wanted) < least) return;
      const line = { at: new Date().toISOString(), level: wanted, message, ...fields };
      write(`${JSON.stringify(line, conceal)}\n`);
    };
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
}

function conceal(name: string, value: unknown): unknown {
  if (name !== '' && hidden.test(name) && typeof value !== 'boolean') return '[…]';
  if (value instanceof Error) return { name: value.name, message: value.message, stack: value.stack };
  if (typeof value === 'bigint') return value.toString();
  return value;
}
