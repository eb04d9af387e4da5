import type { RawRecord } from './feed-files.ts';
import { feedFaults } from './feed-faults.ts';

const lineFeed = 10;
const carriageReturn = 13;

/** Lines (LF or CR LF) of bytes handed over in pieces; empty ones and those that are not wanted are passed over. */
export function createLineCutter(
  place: string,
  maxBytes: number,
  isWanted: (line: Buffer) => boolean,
): { push: (chunk: Buffer) => readonly RawRecord[]; end: () => readonly RawRecord[] } {
  let pending: Buffer[] = [];
  let size = 0;
  let line = 0;
  const finish = (own: Buffer, out: RawRecord[]): void => {
    line++;
    const isTooLong = size + own.length > maxBytes;
    const whole = isTooLong || pending.length === 0 ? own : Buffer.concat([...pending, own]);
    pending = [];
    size = 0;
    if (isTooLong) {
      out.push({ place: `${place}:${line}`, bytes: null, fault: feedFaults.lineTooLong(maxBytes) });
      return;
    }
    const bytes = trimmed(whole, line === 1);
    if (bytes.length > 0 && isWanted(bytes)) out.push({ place: `${place}:${line}`, bytes, fault: null });
  };
  const push = (chunk: Buffer): readonly RawRecord[] => {
    const out: RawRecord[] = [];
    let start = 0;
    for (let end = chunk.indexOf(lineFeed); end >= 0; end = chunk.indexOf(lineFeed, start)) {
      finish(chunk.subarray(start, end), out);
      start = end + 1;
    }
    if (start < chunk.length) {
      size += chunk.length - start;
      if (size <= maxBytes) pending.push(chunk.subarray(start));
      else pending = [];
    }
    return out;
  };
  const end = (): readonly RawRecord[] => {
    const out: RawRecord[] = [];
    if (size > 0) finish(Buffer.alloc(0), out);
    return out;
  };
  return { push, end };
}

function trimmed(bytes: Buffer, isFirst: boolean): Buffer {
  const start = isFirst && bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  const end = bytes.at(-1) === carriageReturn ? bytes.length - 1 : bytes.length;
  return bytes.subarray(start, end);
}
