import type { Text } from './text.ts';

const nbsp = '\u00A0';

/** A duration as a person says it, two units at most, never rounded up: `45 s`, `12 min`, `3 h 48`, `2 j 4 h`. */
export function durationWords(seconds: number): Text {
  const whole = Math.max(0, Math.floor(seconds));
  if (whole < 60) return same(`${whole}${nbsp}s`);
  if (whole < 3600) return same(`${Math.floor(whole / 60)}${nbsp}min`);
  const hours = Math.floor(whole / 3600);
  if (whole < 86_400) return hoursAndMinutes(hours, Math.floor((whole % 3600) / 60));
  const days = Math.floor(hours / 24);
  const rest = days < 10 && hours % 24 > 0 ? `${nbsp}${hours % 24}${nbsp}h` : '';
  return { fr: `${days}${nbsp}j${rest}`, en: `${days}${nbsp}d${rest}` };
}

function same(words: string): Text {
  return { fr: words, en: words };
}

function hoursAndMinutes(hours: number, minutes: number): Text {
  const head = `${hours}${nbsp}h`;
  if (minutes === 0) return same(head);
  const padded = String(minutes).padStart(2, '0');
  return { fr: `${head}${nbsp}${padded}`, en: `${head}${nbsp}${padded}${nbsp}min` };
}
