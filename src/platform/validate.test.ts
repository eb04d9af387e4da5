import assert from 'node:assert/strict';
import { test } from 'node:test';
import { z } from 'zod';
import { validate } from './validate.ts';

const schema = z.object({
  name: z.string().min(1).max(5),
  size: z.number().min(1).max(9),
  kind: z.enum(['a', 'b']),
});
const messages = (input: unknown) =>
  Object.fromEntries(validate('body', schema, input).fields.map(({ field, message }) => [field, message.fr]));

test('the commonest faults of a field are said as to a person, in both languages', () => {
  assert.deepEqual(validate('body', schema, { name: 'abc', size: 3, kind: 'a' }).fields, []);
  assert.deepEqual(messages({ size: 0, kind: 'a' }), {
    'body.name': 'Ce champ est à remplir.',
    'body.size': 'Au moins 1.',
  });
  assert.equal(messages({ name: '', size: 1, kind: 'a' })['body.name'], 'Ce champ est à remplir.');
  assert.equal(messages({ name: 'abcdefg', size: 10, kind: 'a' })['body.name'], 'Au plus 5 caractères.');
  assert.equal(messages({ name: 'abcdefg', size: 10, kind: 'a' })['body.size'], 'Au plus 9.');
  // A wrong type is not a missing value.
  assert.notEqual(messages({ name: 3, size: 1, kind: 'a' })['body.name'], 'Ce champ est à remplir.');
  const [field] = validate('body', schema, { name: 'abcdefg', size: 1, kind: 'a' }).fields;
  assert.equal(field?.message.en, 'At most 5 characters.');
});
