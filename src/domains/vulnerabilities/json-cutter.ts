import type { Text } from '#engines/text.ts';
import { feedFaults } from './feed-faults.ts';

/**
 * How a document is cut: `documents`, each value of the file by itself; `members`, each member of the outermost object
 * as an object of its own; `list`, each element of the list under that name (or of the outermost list).
 */
export type JsonCut =
  | { readonly kind: 'documents' }
  | { readonly kind: 'members' }
  | { readonly kind: 'list'; readonly name: string };

export type JsonPart =
  /** `name` is the member's name or the element's number; bytes are JSON if the document is. */
  | { readonly name: string; readonly bytes: Buffer; readonly fault: null }
  | { readonly name: string; readonly bytes: null; readonly fault: Text };

export interface JsonCutter {
  readonly push: (chunk: Buffer) => readonly JsonPart[];
  /** Says so when the document is cut short. */
  readonly end: () => readonly JsonPart[];
}

const quote = 0x22;
const backslash = 0x5c;
const openBrace = 0x7b;
const closeBrace = 0x7d;
const openBracket = 0x5b;
const closeBracket = 0x5d;
const comma = 0x2c;
const colon = 0x3a;

/** What may come next, outside of values. */
type Expects = 'value' | 'value-or-end' | 'key' | 'key-or-end' | 'colon' | 'comma-or-end' | 'nothing';

/** The value being read: what it is, and how deep inside it the reading is. */
interface Value {
  readonly kind: 'container' | 'string' | 'plain';
  /** A key, a value that is a part, or a value that is passed over. */
  readonly role: 'key' | 'part' | 'skipped';
  depth: number;
  inString: boolean;
  /** The last byte read was a backslash. */
  escaped: boolean;
  pieces: Buffer[];
  size: number;
}

interface State {
  readonly cut: JsonCut;
  readonly maxBytes: number;
  readonly out: JsonPart[];
  expects: Expects;
  /** Containers entered: the outermost object or list, and the list cut inside it. */
  frames: ('object' | 'list')[];
  value: Value | null;
  key: Buffer;
  count: number;
  broken: boolean;
  started: boolean;
  mark: number;
  /** The list that is cut was there. */
  hasList: boolean;
}

/**
 * Cuts a JSON document, handed over in pieces, without ever holding more of it than one part. Outside of the parts its
 * grammar is checked; inside, only brackets and quotes are followed, since each part is parsed by who reads it.
 */
export function createJsonCutter(cut: JsonCut, maxBytes: number): JsonCutter {
  const state: State = {
    cut,
    maxBytes,
    out: [],
    expects: 'value',
    frames: [],
    value: null,
    key: Buffer.alloc(0),
    count: 0,
    broken: false,
    started: false,
    mark: 0,
    hasList: cut.kind !== 'list',
  };
  const taken = (): readonly JsonPart[] => state.out.splice(0);
  return {
    push: (chunk) => {
      let at = startOf(state, chunk);
      while (at < chunk.length && !state.broken)
        at = state.value === null ? between(state, chunk, at) : inside(state, chunk, at, state.value);
      return taken();
    },
    end: () => {
      if (state.value?.kind === 'plain' && state.frames.length === 0) finish(state, state.value);
      const isWhole =
        state.value === null && state.frames.length === 0 && (state.count > 0 || state.expects === 'nothing');
      if (!state.broken && !isWhole) fail(state, state.started ? cutShort : empty);
      else if (!state.broken && !state.hasList) fail(state, noList(cut));
      return taken();
    },
  };
}

const byteOrderMark = [0xef, 0xbb, 0xbf];

/** The mark some programs put before a text, which may come in pieces too. */
function startOf(state: State, chunk: Buffer): number {
  let at = 0;
  while (!state.started && at < chunk.length) {
    if (chunk[at] !== byteOrderMark[state.mark]) state.started = true;
    else if (++at && ++state.mark === byteOrderMark.length) state.started = true;
  }
  return at;
}

/** Reads what stands between values, one byte at a time. */
function between(state: State, chunk: Buffer, at: number): number {
  const byte = chunk[at] ?? 0;
  if (byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09) return at + 1;
  const { expects } = state;
  const top = state.frames.at(-1);
  if (expects === 'comma-or-end' || expects === 'value-or-end' || expects === 'key-or-end') {
    const end = top === 'object' ? closeBrace : closeBracket;
    if (byte === end) return leave(state, at);
    if (expects === 'comma-or-end') {
      if (byte !== comma) return stop(state, at);
      state.expects = top === 'object' ? 'key' : 'value';
      return at + 1;
    }
  }
  if (expects === 'colon') {
    if (byte !== colon) return stop(state, at);
    state.expects = 'value';
    return at + 1;
  }
  if (expects === 'nothing') return stop(state, at);
  if (expects === 'key' || expects === 'key-or-end')
    return byte === quote ? begin(state, 'key', byte, at) : stop(state, at);
  return beginValue(state, byte, at);
}

function leave(state: State, at: number): number {
  state.frames.pop();
  state.expects =
    state.frames.length > 0 ? 'comma-or-end' : state.cut.kind === 'documents' ? 'value' : 'nothing';
  return at + 1;
}

function stop(state: State, at: number): number {
  fail(state, broken);
  return at + 1;
}

function fail(state: State, fault: Text): void {
  state.broken = true;
  state.value = null;
  state.out.push({ name: `${state.count}`, bytes: null, fault });
}

/** Enters the outer containers down to the parts; what is no part on the way is passed over. */
function beginValue(state: State, byte: number, at: number): number {
  const { cut, frames } = state;
  const isInList = frames.at(-1) === 'list';
  if (cut.kind === 'documents' || isInList) return begin(state, 'part', byte, at);
  if (frames.length === 0) {
    if (byte === openBrace) return enter(state, 'object', at);
    if (byte === openBracket && cut.kind === 'list') return enter(state, 'list', at);
    return stop(state, at);
  }
  if (cut.kind === 'members') return begin(state, 'part', byte, at);
  const isWanted = byte === openBracket && nameOf(state.key) === cut.name;
  return isWanted ? enter(state, 'list', at) : begin(state, 'skipped', byte, at);
}

function enter(state: State, frame: 'object' | 'list', at: number): number {
  state.frames.push(frame);
  if (frame === 'list') state.hasList = true;
  state.expects = frame === 'object' ? 'key-or-end' : 'value-or-end';
  return at + 1;
}

function begin(state: State, role: Value['role'], byte: number, at: number): number {
  const isContainer = byte === openBrace || byte === openBracket;
  if (!isContainer && byte !== quote && !isPlain(byte)) return stop(state, at);
  const kind = isContainer ? 'container' : byte === quote ? 'string' : 'plain';
  state.value = { kind, role, depth: 0, inString: false, escaped: false, pieces: [], size: 0 };
  return at;
}

/** First bytes of numbers, `true`, `false`, `null`. */
function isPlain(byte: number): boolean {
  return (byte >= 0x30 && byte <= 0x39) || byte === 0x2d || byte === 0x74 || byte === 0x66 || byte === 0x6e;
}

/** Reads on inside a value, to its end or that of the chunk. */
function inside(state: State, chunk: Buffer, start: number, value: Value): number {
  const end = value.kind === 'plain' ? endOfPlain(chunk, start) : endOfBrackets(chunk, start, value);
  const isOver = value.kind === 'plain' ? end < chunk.length : value.depth === 0 && !value.inString;
  if (value.role !== 'skipped') {
    value.size += end - start;
    if (value.size <= state.maxBytes) value.pieces.push(chunk.subarray(start, end));
    else value.pieces = [];
  }
  if (isOver) finish(state, value);
  return end;
}

function endOfPlain(chunk: Buffer, start: number): number {
  let at = start;
  for (; at < chunk.length; at++) {
    const byte = chunk[at] ?? 0;
    if (byte <= 0x20 || byte === comma || byte === closeBrace || byte === closeBracket) break;
  }
  return at;
}

function endOfBrackets(chunk: Buffer, start: number, value: Value): number {
  let at = start;
  while (at < chunk.length) {
    if (value.inString) {
      at = endOfString(chunk, at, value);
      if (value.inString || value.depth === 0) return at;
      continue;
    }
    const byte = chunk[at++];
    if (byte === quote) value.inString = true;
    else if (byte === openBrace || byte === openBracket) value.depth++;
    else if ((byte === closeBrace || byte === closeBracket) && --value.depth === 0) return at;
  }
  return at;
}

/** After the quote that ends the string, or the end of the chunk. A backslash at the end of a chunk waits for the next. */
function endOfString(chunk: Buffer, start: number, value: Value): number {
  let at = start;
  if (value.escaped) at++;
  value.escaped = false;
  for (; at < chunk.length; at++) {
    const byte = chunk[at];
    if (byte === quote) {
      value.inString = false;
      return at + 1;
    }
    if (byte === backslash && ++at >= chunk.length) value.escaped = true;
  }
  return chunk.length;
}

function finish(state: State, value: Value): void {
  const isTooLong = value.size > state.maxBytes;
  const bytes =
    value.pieces.length === 1 ? (value.pieces[0] ?? Buffer.alloc(0)) : Buffer.concat(value.pieces);
  state.value = null;
  if (value.role === 'key') {
    state.key = Buffer.from(bytes);
    state.expects = 'colon';
    return;
  }
  const isMember = state.cut.kind === 'members' && state.frames.length === 1;
  state.expects = state.frames.length > 0 ? 'comma-or-end' : 'value';
  if (value.role === 'skipped') return;
  const name = isMember ? nameOf(state.key) : `${state.count}`;
  state.count++;
  if (isTooLong) state.out.push({ name, bytes: null, fault: feedFaults.lineTooLong(state.maxBytes) });
  else
    state.out.push({
      name,
      bytes: isMember ? Buffer.concat([brace, state.key, colonBytes, bytes, closing]) : bytes,
      fault: null,
    });
}

const brace = Buffer.from('{');
const colonBytes = Buffer.from(':');
const closing = Buffer.from('}');

function nameOf(key: Buffer): string {
  try {
    return String(JSON.parse(key.toString('utf8'))).slice(0, 300);
  } catch {
    return key.toString('utf8').slice(0, 300);
  }
}

const broken: Text = {
  fr: 'Le document n’est plus du JSON à partir d’ici : la suite n’est pas lue. Téléchargez-le de nouveau.',
  en: 'From here on the document is no JSON: the rest is not read. Download it again.',
};

const cutShort: Text = {
  fr: 'Le document s’arrête avant sa fin : il a sans doute été coupé. Téléchargez-le de nouveau.',
  en: 'The document ends before its end: it was probably cut. Download it again.',
};

const empty: Text = {
  fr: 'Le fichier est vide. Téléchargez-le de nouveau.',
  en: 'The file is empty. Download it again.',
};

function noList(cut: JsonCut): Text {
  const name = cut.kind === 'list' ? cut.name : '';
  return {
    fr: `Le document n’a pas de liste « ${name} » : ce n’est pas le fichier attendu. Vérifiez d’où il vient.`,
    en: `The document has no list “${name}”: it is not the file expected. Check where it comes from.`,
  };
}
