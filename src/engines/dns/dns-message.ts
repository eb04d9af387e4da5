import type { InputProblem, Result } from '#engines/result.ts';
import { encodeName, readName } from './dns-name.ts';
import { dnsTypes, presentData } from './dns-record.ts';

interface DnsQuestion {
  readonly name: string;
  readonly type: number;
  readonly class: number;
}

export interface DnsRecord {
  readonly name: string;
  readonly type: number;
  readonly class: number;
  readonly ttlSeconds: number;
  /** Zone file form, names without final dot. */
  readonly data: string;
}

/** RFC 8914: why a resolver could not do better. */
interface ExtendedDnsError {
  readonly code: number;
  readonly text: string;
}

export interface DnsMessage {
  readonly id: number;
  readonly isResponse: boolean;
  readonly opcode: number;
  readonly authoritative: boolean;
  readonly truncated: boolean;
  readonly recursionAvailable: boolean;
  /** The resolver says that it validated the answer (RFC 4035 §3.2.3). */
  readonly authenticData: boolean;
  readonly checkingDisabled: boolean;
  /** With the upper bits of EDNS where it is there. */
  readonly rcode: number;
  readonly questions: readonly DnsQuestion[];
  readonly answers: readonly DnsRecord[];
  readonly authorities: readonly DnsRecord[];
  readonly additionals: readonly DnsRecord[];
  readonly edns: { readonly udpPayloadBytes: number; readonly dnssecOk: boolean } | null;
  readonly extendedErrors: readonly ExtendedDnsError[];
}

export interface DnsQuery {
  /** 16 bits, unpredictable: chosen by the caller. */
  readonly id: number;
  readonly name: string;
  readonly type: number;
  readonly recursionDesired: boolean;
  readonly checkingDisabled: boolean;
  /** Asks for signatures (RFC 3225). */
  readonly dnssecOk: boolean;
  readonly udpPayloadBytes: number;
}

/** Wire form of a query with EDNS (RFC 1035 §4.1, RFC 6891 §6.1), or null when the name cannot be written. */
export function encodeDnsQuery(query: DnsQuery): Uint8Array | null {
  const name = encodeName(query.name);
  if (!name) return null;
  // AD set in a query asks for the AD bit in the answer (RFC 6840 §5.7).
  const flags =
    (query.recursionDesired ? 0x0100 : 0) |
    (query.dnssecOk ? 0x0020 : 0) |
    (query.checkingDisabled ? 0x0010 : 0);
  const bytes = new Uint8Array(12 + name.length + 4 + 11);
  const view = new DataView(bytes.buffer);
  view.setUint16(0, query.id);
  view.setUint16(2, flags);
  view.setUint16(4, 1);
  view.setUint16(10, 1);
  bytes.set(name, 12);
  const afterName = 12 + name.length;
  view.setUint16(afterName, query.type);
  view.setUint16(afterName + 2, 1);
  view.setUint16(afterName + 5, dnsTypes.OPT);
  view.setUint16(afterName + 7, query.udpPayloadBytes);
  view.setUint16(afterName + 11, query.dnssecOk ? 0x8000 : 0);
  return bytes;
}

interface RawRecord extends DnsRecord {
  readonly dataStart: number;
  readonly dataEnd: number;
}

interface Cursor {
  offset: number;
}

function readQuestion(view: DataView, bytes: Uint8Array, cursor: Cursor): DnsQuestion | null {
  const name = readName(bytes, cursor.offset);
  if (!name || name.next + 4 > bytes.length) return null;
  cursor.offset = name.next + 4;
  return { name: name.name, type: view.getUint16(name.next), class: view.getUint16(name.next + 2) };
}

function readRecord(view: DataView, bytes: Uint8Array, cursor: Cursor): RawRecord | null {
  const name = readName(bytes, cursor.offset);
  if (!name || name.next + 10 > bytes.length) return null;
  const type = view.getUint16(name.next);
  const dataStart = name.next + 10;
  const dataEnd = dataStart + view.getUint16(name.next + 8);
  if (dataEnd > bytes.length) return null;
  const data = presentData(type, bytes, dataStart, dataEnd);
  if (data === null) return null;
  cursor.offset = dataEnd;
  const ttlSeconds = view.getUint32(name.next + 4);
  return {
    name: name.name,
    type,
    class: view.getUint16(name.next + 2),
    ttlSeconds,
    data,
    dataStart,
    dataEnd,
  };
}

function readAll<T>(count: number, read: () => T | null): T[] | null {
  const all: T[] = [];
  for (let index = 0; index < count; index += 1) {
    const one = read();
    if (one === null) return null;
    all.push(one);
  }
  return all;
}

function readExtendedErrors(view: DataView, bytes: Uint8Array, option: RawRecord): ExtendedDnsError[] {
  const errors: ExtendedDnsError[] = [];
  let offset = option.dataStart;
  while (offset + 4 <= option.dataEnd) {
    const code = view.getUint16(offset);
    const end = offset + 4 + view.getUint16(offset + 2);
    if (end > option.dataEnd) break;
    if (code === 15 && end - offset >= 6) {
      let text = '';
      for (const byte of bytes.subarray(offset + 6, Math.min(end, offset + 206))) {
        text += byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '?';
      }
      errors.push({ code: view.getUint16(offset + 4), text });
    }
    offset = end;
  }
  return errors;
}

function malformed(offset: number, length: number): InputProblem {
  return {
    code: 'dns.malformed',
    path: `octet ${offset}`,
    message: {
      fr: `Message DNS illisible à l’octet ${offset} sur ${length}. Vérifiez le serveur qui l’a envoyé.`,
      en: `DNS message unreadable at octet ${offset} of ${length}. Check the server that sent it.`,
    },
  };
}

function plain({ name, type, class: recordClass, ttlSeconds, data }: RawRecord): DnsRecord {
  return { name, type, class: recordClass, ttlSeconds, data };
}

/** Reads one message of at most 65,535 octets (RFC 1035 §4, RFC 6891); null with one problem when it is not one. */
export function decodeDnsMessage(bytes: Uint8Array): Result<DnsMessage | null> {
  if (bytes.length < 12 || bytes.length > 65_535) {
    return { value: null, problems: [malformed(Math.min(bytes.length, 65_535), bytes.length)] };
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const cursor: Cursor = { offset: 12 };
  const flags = view.getUint16(2);
  const questions = readAll(view.getUint16(4), () => readQuestion(view, bytes, cursor));
  const record = (): RawRecord | null => readRecord(view, bytes, cursor);
  const answers = questions && readAll(view.getUint16(6), record);
  const authorities = answers && readAll(view.getUint16(8), record);
  const additionals = authorities && readAll(view.getUint16(10), record);
  if (!questions || !answers || !authorities || !additionals) {
    return { value: null, problems: [malformed(cursor.offset, bytes.length)] };
  }
  const option = additionals.find((one) => one.type === dnsTypes.OPT);
  const upperRcode = option ? Math.floor(option.ttlSeconds / 0x1000000) : 0;
  const message: DnsMessage = {
    id: view.getUint16(0),
    isResponse: (flags & 0x8000) !== 0,
    opcode: (flags >> 11) & 15,
    authoritative: (flags & 0x0400) !== 0,
    truncated: (flags & 0x0200) !== 0,
    recursionAvailable: (flags & 0x0080) !== 0,
    authenticData: (flags & 0x0020) !== 0,
    checkingDisabled: (flags & 0x0010) !== 0,
    rcode: upperRcode * 16 + (flags & 15),
    questions,
    answers: answers.map(plain),
    authorities: authorities.map(plain),
    additionals: additionals.filter((one) => one !== option).map(plain),
    edns: option ? { udpPayloadBytes: option.class, dnssecOk: (option.ttlSeconds & 0x8000) !== 0 } : null,
    extendedErrors: option ? readExtendedErrors(view, bytes, option) : [],
  };
  return { value: message, problems: [] };
}

const rcodeNames: readonly string[] = ['NOERROR', 'FORMERR', 'SERVFAIL', 'NXDOMAIN', 'NOTIMP', 'REFUSED'];

/** `SERVFAIL`, or `RCODE23` for what is not known here. */
export function rcodeName(rcode: number): string {
  return rcodeNames[rcode] ?? `RCODE${rcode}`;
}
