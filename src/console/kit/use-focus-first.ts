import { useEffect, useRef } from 'react';
import type { RefObject } from 'react';

/** Puts the cursor in the first field of a page whose only purpose is its form: `<TextInput ref={useFocusFirst()} />`. */
export function useFocusFirst(): RefObject<HTMLInputElement | null> {
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);
  return field;
}
