import { once } from 'node:events';
import { finished } from 'node:stream/promises';
import type { ClientBase } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';

/** Types of PostgreSQL that can be copied in binary form. Instants, arrays and JSON go as `text` into a staging table. */
export type CopyType =
  | 'bool'
  | 'int2'
  | 'int4'
  | 'int8'
  | 'float4'
  | 'text'
  | 'text[]'
  | 'bytea'
  | 'timestamptz'
  | 'jsonb';
export type CopyValue = boolean | number | string | Uint8Array | Date | readonly string[] | null;

const chunkBytes = 1 << 18;
const signature = Buffer.from('PGCOPY\n\u00ff\r\n\0', 'latin1');
/** PostgreSQL counts from 2000-01-01. */
const epochMilliseconds = 946_684_800_000;

/**
 * COPY of rows in binary form, the fastest way in. Inside the transaction that `client` is in.
 * @param columns in the order of the values of a row
 */
export async function copyRows(
  client: ClientBase,
  table: string,
  columns: Readonly<Record<string, CopyType>>,
  rows: Iterable<readonly CopyValue[]>,
): Promise<void> {
  const names = Object.keys(columns).join(', ');
  const types = Object.values(columns);
  const stream = client.query(copyFrom(`copy ${table} (${names}) from stdin (format binary)`));
  const done = finished(stream);
  // Awaited at the end; a refusal while rows are written must not go unhandled.
  done.catch(() => {});
  const writer = new RowWriter();
  writer.begin();
  for (const row of rows) {
    writer.row(types, row);
    if (writer.length >= chunkBytes && !stream.write(writer.take()))
      await Promise.race([once(stream, 'drain'), done]);
  }
  writer.end();
  stream.end(writer.take());
  await done;
}

class RowWriter {
  #buffer = Buffer.allocUnsafe(chunkBytes * 2);
  length = 0;

  begin(): void {
    this.#bytes(signature);
    this.#int(0, 4);
    this.#int(0, 4);
  }

  end(): void {
    this.#int(-1, 2);
  }

  /** What was written so far; the writer goes on in a buffer of its own. */
  take(): Buffer {
    const taken = this.#buffer.subarray(0, this.length);
    this.#buffer = Buffer.allocUnsafe(chunkBytes * 2);
    this.length = 0;
    return taken;
  }

  row(types: readonly CopyType[], values: readonly CopyValue[]): void {
    this.#int(types.length, 2);
    for (const [index, type] of types.entries()) this.#value(type, values[index] ?? null);
  }

  #value(type: CopyType, value: CopyValue): void {
    if (value === null) this.#int(-1, 4);
    else if (type === 'text') this.#text(String(value));
    else if (type === 'bytea') this.#sized(value as Uint8Array);
    else if (type === 'jsonb') this.#sized(Buffer.from(`\u0001${String(value)}`, 'utf8'));
    else if (type === 'text[]') this.#texts(value as readonly string[]);
    else this.#number(type, value);
  }

  #number(type: CopyType, value: CopyValue): void {
    const size = { bool: 1, int2: 2, int4: 4, float4: 4, int8: 8, timestamptz: 8 }[type as 'bool'];
    this.#int(size, 4);
    this.#grow(size);
    if (type === 'float4') this.#buffer.writeFloatBE(Number(value), this.length);
    else if (size === 8) {
      const wide =
        type === 'int8'
          ? BigInt(value as number | string)
          : BigInt((value as Date).getTime() - epochMilliseconds) * 1000n;
      this.#buffer.writeBigInt64BE(wide, this.length);
    } else this.#buffer.writeIntBE(Number(value), this.length, size);
    this.length += size;
  }

  #text(text: string): void {
    // The longest UTF-8 form of a UTF-16 unit has three bytes. PostgreSQL keeps no NUL.
    const clean = text.includes('\0') ? text.replaceAll('\0', '\u{FFFD}') : text;
    this.#grow(4 + clean.length * 3);
    const size = this.#buffer.write(clean, this.length + 4, 'utf8');
    this.#buffer.writeInt32BE(size, this.length);
    this.length += 4 + size;
  }

  /** An array of one dimension: dimensions, no nulls, type of its members (25 is text), length, lower bound. */
  #texts(texts: readonly string[]): void {
    const at = this.length;
    this.#int(0, 4);
    this.#int(texts.length === 0 ? 0 : 1, 4);
    this.#int(0, 4);
    this.#int(25, 4);
    if (texts.length > 0) {
      this.#int(texts.length, 4);
      this.#int(1, 4);
      for (const text of texts) this.#text(text);
    }
    this.#buffer.writeInt32BE(this.length - at - 4, at);
  }

  #sized(bytes: Uint8Array): void {
    this.#int(bytes.length, 4);
    this.#bytes(bytes);
  }

  #bytes(bytes: Uint8Array): void {
    this.#grow(bytes.length);
    this.#buffer.set(bytes, this.length);
    this.length += bytes.length;
  }

  #int(value: number, size: 2 | 4): void {
    this.#grow(size);
    this.#buffer.writeIntBE(value, this.length, size);
    this.length += size;
  }

  #grow(by: number): void {
    if (this.length + by <= this.#buffer.length) return;
    const grown = Buffer.allocUnsafe(Math.max(this.#buffer.length * 2, this.length + by));
    this.#buffer.copy(grown, 0, 0, this.length);
    this.#buffer = grown;
  }
}
