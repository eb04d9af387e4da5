import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** 256 random bits as 43 letters safe in a URL or a cookie. */
export function randomToken(): string {
  return randomBytes(32).toString('base64url');
}

/** What the database keeps of a random token: who steals the database cannot use it. */
export function hashToken(token: string): Buffer {
  return createHash('sha256').update(token, 'utf8').digest();
}

/** Compares two texts in a time that does not depend on where they differ. */
export function sameText(one: string, other: string): boolean {
  return timingSafeEqual(hashToken(one), hashToken(other));
}
