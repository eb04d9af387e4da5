/** One statement for the engine, read from a request of ClickHouse's HTTP interface. */
export interface EngineRequest {
  readonly statement: string;
  /** Rows of an INSERT, as sent. */
  readonly rows: Buffer | null;
  readonly format: string;
  /** Assignments to make first: settings, and parameters as `param_<name>`. */
  readonly assignments: ReadonlyMap<string, string>;
}

/** Known to the HTTP interface alone; the engine would refuse them. */
const interfaceOnly = new Set([
  'query',
  'query_id',
  'default_format',
  'database',
  'session_id',
  'role',
  'wait_end_of_query',
  'buffer_size',
  'send_progress_in_http_headers',
  'http_headers_progress_interval_ms',
  'enable_http_compression',
]);

const insertStatement = /^\s*insert\s+into\s[^;]*\sformat\s+\w+\s*$/i;

/** Reads a request; null when it holds no statement or a setting whose name is none. */
export function readEngineRequest(search: URLSearchParams, body: Buffer): EngineRequest | null {
  const inAddress = search.get('query') ?? '';
  const isInsert = insertStatement.test(inAddress);
  const inBody = isInsert ? '' : body.toString('utf8');
  const statement = [inAddress, inBody].filter((part) => part !== '').join('\n');
  const assignments = new Map([...search].filter(([name]) => !interfaceOnly.has(name)));
  if (statement.trim() === '') return null;
  if (![...assignments.keys()].every((name) => /^[A-Za-z_]\w*$/.test(name))) return null;
  return {
    statement,
    rows: isInsert ? body : null,
    format: search.get('default_format') ?? 'TabSeparated',
    assignments,
  };
}

/** The statement that makes the assignments, or null when there is none. */
export function assignmentStatement(assignments: ReadonlyMap<string, string>): string | null {
  const parts = [...assignments].map(([name, value]) => `${name} = ${literal(value)}`);
  return parts.length === 0 ? null : `set ${parts.join(', ')}`;
}

function literal(value: string): string {
  return `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}

/** Table, columns and format of an INSERT whose rows can be handed over as bytes; null for any other form. */
export function plainInsert(statement: string): { table: string; columns: string[]; format: string } | null {
  const found = /^\s*insert\s+into\s+`?(\w+)`?\s*(?:\(([\w\s,`]+)\))?\s*format\s+(\w+)\s*$/i.exec(statement);
  const [, table, columns = '', format] = found ?? [];
  if (table === undefined || format !== 'JSONEachRow') return null;
  return {
    table,
    columns: columns
      .split(',')
      .map((name) => name.replaceAll('`', '').trim())
      .filter((name) => name !== ''),
    format,
  };
}
