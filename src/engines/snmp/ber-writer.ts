/**
 * Writes BER (X.690) from its end to its start, so that the length of a value is known when its header is written.
 * Grows as needed; `bytes()` gives what was written.
 */
export class BerWriter {
  #buffer: Uint8Array;
  #start: number;

  constructor(initialSize = 512) {
    this.#buffer = new Uint8Array(initialSize);
    this.#start = initialSize;
  }

  /** Octets written so far. */
  get length(): number {
    return this.#buffer.length - this.#start;
  }

  bytes(): Uint8Array {
    return this.#buffer.subarray(this.#start);
  }

  byte(value: number): void {
    if (this.#start === 0) this.#grow(1);
    this.#buffer[--this.#start] = value;
  }

  raw(octets: Uint8Array): void {
    if (this.#start < octets.length) this.#grow(octets.length);
    this.#start -= octets.length;
    this.#buffer.set(octets, this.#start);
  }

  /** The header of what was written since the writer was `before` octets long. */
  header(tag: number, before: number): void {
    let length = this.length - before;
    if (length < 0x80) this.byte(length);
    else {
      let count = 0;
      for (; length > 0; length = Math.floor(length / 256), count++) this.byte(length & 255);
      this.byte(0x80 | count);
    }
    this.byte(tag);
  }

  /** A signed integer in as few octets as it takes (X.690 §8.3). */
  integer(tag: number, value: bigint | number): void {
    const before = this.length;
    let rest = BigInt(value);
    for (;;) {
      const octet = Number(rest & 255n);
      this.byte(octet);
      rest >>= 8n;
      if ((rest === 0n && octet < 0x80) || (rest === -1n && octet >= 0x80)) break;
    }
    this.header(tag, before);
  }

  octets(tag: number, octets: Uint8Array): void {
    const before = this.length;
    this.raw(octets);
    this.header(tag, before);
  }

  /** One octet for each character (0–255). */
  latin(tag: number, text: string): void {
    const before = this.length;
    for (let at = text.length - 1; at >= 0; at--) this.byte(text.charCodeAt(at) & 255);
    this.header(tag, before);
  }

  /** An OID in dotted form, normalised (`#engines/snmprec/oid.ts`); the first two arcs share an octet (X.690 §8.19). */
  oid(tag: number, oid: string): void {
    const before = this.length;
    const arcs = oid.split('.').map(Number);
    const [first = 0, second = 0] = arcs;
    for (let at = arcs.length - 1; at >= 2; at--) this.#arc(arcs[at] ?? 0);
    this.#arc(first * 40 + second);
    this.header(tag, before);
  }

  #arc(value: number): void {
    this.byte(value % 128);
    for (let rest = Math.floor(value / 128); rest > 0; rest = Math.floor(rest / 128))
      this.byte(0x80 | (rest % 128));
  }

  #grow(needed: number): void {
    const grown = new Uint8Array(Math.max(this.#buffer.length * 2, this.length + needed));
    grown.set(this.bytes(), grown.length - this.length);
    this.#start = grown.length - this.length;
    this.#buffer = grown;
  }
}
