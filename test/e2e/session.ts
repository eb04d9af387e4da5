import type { Page } from '@playwright/test';
import { expect } from '@playwright/test';

/** Calls the interface as the console would: cookies of the session, its token on writes. Fails on any refusal. */
export async function callApi<R>(page: Page, method: string, path: string, body?: unknown): Promise<R> {
  const cookies = await page.context().cookies();
  const csrf = cookies.find((cookie) => cookie.name === 'vigie_csrf')?.value ?? '';
  const reply = await page.request.fetch(new URL(path, page.url()).href, {
    method,
    headers: { 'x-vigie-csrf': csrf },
    ...(body === undefined ? {} : { data: body }),
  });
  expect(reply.ok(), `${method} ${path}: ${reply.status()} ${await reply.text()}`).toBe(true);
  return (await reply.json()) as R;
}
