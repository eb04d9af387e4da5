/**
 * Reads BER (X.690) forward within bounds. Nothing is thrown: what cannot be read sets `failed`, and every further read
 * gives an empty value, so that a caller checks once. Indefinite lengths and tags of several octets are refused, as
 * SNMP never uses them (RFC 3417 §8).
 */
export class BerReader {
  readonly bytes: Uint8Array;
  position: number;
  readonly end: number;
  failed = false;

  constructor(bytes: Uint8Array, position = 0, end = bytes.length) {
    this.bytes = bytes;
    this.position = position;
    this.end = end;
  }

  get isAtEnd(): boolean {
    return this.failed || this.position >= this.end;
  }

  /** The tag to come, or -1. */
  peek(): number {
    return this.isAtEnd ? -1 : (this.bytes[this.position] ?? -1);
  }

  /** Opens the value of this tag: where it ends, or -1 after a failure. */
  enter(tag: number): number {
    if (this.peek() !== tag) return this.#fail();
    this.position++;
    const length = this.#length();
    return this.failed || this.position + length > this.end ? this.#fail() : this.position + length;
  }

  /** A reader of the content of a constructed value; this one goes on after it. */
  inside(tag: number): BerReader {
    const end = this.enter(tag);
    const inner = new BerReader(this.bytes, this.position, this.failed ? this.position : end);
    inner.failed = this.failed;
    if (!this.failed) this.position = end;
    return inner;
  }

  /** A signed integer; numbers beyond 2^53 lose their last digits: use `wide` for counters of 64 bits. */
  integer(tag: number): number {
    const end = this.enter(tag);
    if (this.failed || end === this.position || end - this.position > 8) return this.#fail() + 1;
    let value = (this.bytes[this.position] ?? 0) >= 0x80 ? -1 : 0;
    for (; this.position < end; this.position++) value = value * 256 + (this.bytes[this.position] ?? 0);
    return value;
  }

  /** An unsigned integer of up to 64 bits in decimal; agents that drop the leading zero octet are understood. */
  unsigned(tag: number, bits: 32 | 64): string {
    const end = this.enter(tag);
    if (this.failed || end === this.position || end - this.position > 9) {
      this.#fail();
      return '0';
    }
    if (end - this.position <= 6) {
      let value = 0;
      for (; this.position < end; this.position++) value = value * 256 + (this.bytes[this.position] ?? 0);
      return String(bits === 32 ? value % 4_294_967_296 : value);
    }
    let value = 0n;
    for (; this.position < end; this.position++)
      value = value * 256n + BigInt(this.bytes[this.position] ?? 0);
    return String(BigInt.asUintN(bits, value));
  }

  /** The octets of a primitive value, not copied. */
  octets(tag: number): Uint8Array {
    const end = this.enter(tag);
    if (this.failed) return new Uint8Array(0);
    const octets = this.bytes.subarray(this.position, end);
    this.position = end;
    return octets;
  }

  /** The octets as text, one character each. */
  latin(tag: number): string {
    const end = this.enter(tag);
    if (this.failed) return '';
    let text = '';
    for (; this.position < end; this.position++) text += String.fromCharCode(this.bytes[this.position] ?? 0);
    return text;
  }

  /** Dotted OID; a sub-identifier above 2^32 − 1, or an unfinished one, is a failure (RFC 2578 §3.5). */
  oid(tag: number): string {
    const end = this.enter(tag);
    if (this.failed || end === this.position || end - this.position > mostOidOctets) {
      this.#fail();
      return '';
    }
    let text = '';
    let arc = 0;
    for (; this.position < end; this.position++) {
      const octet = this.bytes[this.position] ?? 0;
      arc = arc * 128 + (octet & 0x7f);
      if (arc > mostArc) return this.#failWith('');
      if (octet >= 0x80) continue;
      if (text === '') {
        const first = arc < 80 ? Math.floor(arc / 40) : 2;
        text = `${first}.${arc - first * 40}`;
      } else text += `.${arc}`;
      arc = 0;
    }
    return (this.bytes[end - 1] ?? 0) >= 0x80 ? this.#failWith('') : text;
  }

  /** Passes over a value of any tag. */
  skip(): void {
    const tag = this.peek();
    const end = tag === -1 ? this.#fail() : this.enter(tag);
    if (!this.failed) this.position = end;
  }

  #length(): number {
    const first = this.bytes[this.position++] ?? 0x80;
    if (first < 0x80) return first;
    const count = first & 0x7f;
    if (count === 0 || count > 4) return this.#fail();
    let length = 0;
    for (let at = 0; at < count; at++) length = length * 256 + (this.bytes[this.position++] ?? 0);
    return this.position > this.end ? this.#fail() : length;
  }

  #fail(): -1 {
    this.failed = true;
    return -1;
  }

  #failWith<T>(value: T): T {
    this.failed = true;
    return value;
  }
}

const mostArc = 4_294_967_295;
/** 128 sub-identifiers of five octets. */
const mostOidOctets = 640;
