/** Small seeded generator (mulberry32): the same seed gives the same run on every machine. */
export function seededRandom(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

type Mutation = (bytes: Uint8Array, random: (below: number) => number) => Uint8Array;

const encoder = new TextEncoder();
const tokens = [
  ';',
  ',',
  '\t',
  '|',
  '"',
  '""',
  "'",
  '\n',
  '\r',
  '\r\n',
  '\0',
  '\uFEFF',
  '\u2028',
  '😀',
  '=1+1',
  '__proto__',
  'constructor',
  '{',
  '}',
  '[',
  ']',
  ':',
  '//',
  '/*',
  '\\',
  '\\u0000',
  '\\ud800',
  '\\u005f_proto__',
  '-1',
  '1e999',
  '12345678901234567890',
  'null',
  'true',
  '[]',
  '{}',
  '{"id":1}',
  '0',
  '00:00:00:00:00:00',
  '127.0.0.1',
  'To be filled by O.E.M.',
  '"results"',
  '"tables"',
  '"next":"x",',
];

function splice(bytes: Uint8Array, at: number, removed: number, added: Uint8Array): Uint8Array {
  const result = new Uint8Array(bytes.length - Math.min(removed, bytes.length - at) + added.length);
  result.set(bytes.subarray(0, at));
  result.set(added, at);
  result.set(bytes.subarray(Math.min(bytes.length, at + removed)), at + added.length);
  return result;
}

function asText(change: (text: string, random: (below: number) => number) => string): Mutation {
  return (bytes, random) => encoder.encode(change(new TextDecoder().decode(bytes), random));
}

/** Puts another value in the place of one value of a JSON document, or of one cell of a table. */
const wrongType = asText((text, random) => {
  const others = [
    'null',
    'true',
    '-1',
    '"x"',
    '[]',
    '{}',
    '[{}]',
    '[[1]]',
    '{"id":"../x"}',
    '{"id":{}}',
    '1.5',
    '""',
    '{"results":7}',
  ];
  const places = [...text.matchAll(/(?<=: ?|\[|;)(?:"[^"]*"|-?\d+|null|[\w.: -]+)/g)];
  const place = places[random(Math.max(1, places.length))];
  if (!place) return text;
  return (
    text.slice(0, place.index) +
    (others[random(others.length)] ?? '') +
    text.slice(place.index + place[0].length)
  );
});

export const mutations: Readonly<Record<string, Mutation>> = {
  'byte flips': (bytes, random) => {
    const result = Uint8Array.from(bytes);
    for (let count = 1 + random(8); count > 0; count--) result[random(result.length)] = random(256);
    return result;
  },
  truncation: (bytes, random) => bytes.slice(0, random(bytes.length)),
  'lost beginning': (bytes, random) => bytes.slice(random(bytes.length)),
  tokens: (bytes, random) => {
    let result = bytes;
    for (let count = 1 + random(4); count > 0; count--) {
      const token = encoder.encode(tokens[random(tokens.length)] ?? '');
      result = splice(result, random(result.length + 1), random(3), token);
    }
    return result;
  },
  'swapped separators': asText((text, random) => {
    const letters = [';', ',', '\t', '\n', '"', ':', '|', '}'];
    const one = letters[random(letters.length)] ?? ';';
    const other = letters[random(letters.length)] ?? ',';
    return text.replaceAll(one, '\0').replaceAll(other, one).replaceAll('\0', other);
  }),
  'depth bomb': (bytes, random) => {
    const bomb = (['[', '{"a":', '[{"a":', '"'][random(4)] ?? '[').repeat(1 + random(200_000));
    return splice(bytes, random(bytes.length), 0, encoder.encode(bomb));
  },
  'huge cell': (bytes, random) => {
    const letter = ['x', '"', '|', 'é', ' ', '0', '1.'][random(7)] ?? 'x';
    return splice(bytes, random(bytes.length), 0, encoder.encode(letter.repeat(1 + random(300_000))));
  },
  nulls: (bytes, random) => splice(bytes, random(bytes.length), random(2), new Uint8Array(1 + random(50))),
  'wrong type': wrongType,
  'several wrong types': (bytes, random) => {
    let result = bytes;
    for (let count = 2 + random(6); count > 0; count--) result = wrongType(result, random);
    return result;
  },
  'doubled part': (bytes, random) => {
    const start = random(bytes.length);
    const part = bytes.slice(start, start + random(2000));
    return splice(bytes, random(bytes.length), 0, part);
  },
  'other encoding': (bytes, random) => {
    const encodings = ['latin1', 'utf16le', 'base64'] as const;
    return Uint8Array.from(Buffer.from(new TextDecoder().decode(bytes), encodings[random(3)] ?? 'latin1'));
  },
  'nothing left': (_bytes, random) => new Uint8Array(random(3)),
};
