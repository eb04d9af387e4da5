import { Buffer } from 'node:buffer';

/** Blocks of a tar file (POSIX.1-2024, pax §ustar): every byte of a header follows from these three facts. */
export const tarBlock = 512;

export interface TarMember {
  readonly path: string;
  readonly bytes: number;
  /** Whole seconds since 1970. */
  readonly atSeconds: number;
}

/** Most that the octal field of a size can say. */
export const mostMemberBytes = 8 * 1024 ** 3 - 1;

export function tarHeader({ path, bytes, atSeconds }: TarMember): Buffer {
  if (Buffer.byteLength(path) > 100 || bytes > mostMemberBytes)
    throw new RangeError(`no tar header for ${path}`);
  const header = Buffer.alloc(tarBlock);
  const octal = (value: number, digits: number) => value.toString(8).padStart(digits, '0');
  header.write(path, 0);
  header.write('0000644\0', 100);
  header.write('0000000\0', 108);
  header.write('0000000\0', 116);
  header.write(`${octal(bytes, 11)}\0`, 124);
  header.write(`${octal(atSeconds, 11)}\0`, 136);
  header.fill(' ', 148, 156);
  header.write('0', 156);
  header.write('ustar\u000000', 257);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${octal(sum, 6)}\0 `, 148);
  return header;
}

/** Bytes that fill the last block of a member. */
export function tarPadding(bytes: number): number {
  return (tarBlock - (bytes % tarBlock)) % tarBlock;
}

/** Bytes of a member with its header and its padding. */
export function tarSpan(bytes: number): number {
  return tarBlock + bytes + tarPadding(bytes);
}

/** What ends a tar file. */
export const tarEndBytes = 2 * tarBlock;
