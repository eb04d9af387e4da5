import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Secret, TOTP } from 'otpauth';

const project = join(import.meta.dirname, '..');

export interface LiveVigie {
  readonly child: ChildProcess;
  readonly url: string;
  /** Null once an account exists. */
  readonly setupToken: string | null;
  /** From the launch until it answers. */
  readonly readyMilliseconds: number;
}

/** Starts a whole Vigie as a person does, and waits until it says that it serves. */
export async function startLiveVigie(
  directory: string,
  port: number,
  more: Readonly<Record<string, string>> = {},
): Promise<LiveVigie> {
  const started = performance.now();
  const child = spawn(process.execPath, [join(project, 'bin', 'vigie.mjs'), 'start'], {
    cwd: project,
    env: {
      ...process.env,
      VIGIE_DATA: directory,
      VIGIE_LISTEN: `127.0.0.1:${port}`,
      VIGIE_LOG_LEVEL: 'error',
      ...more,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const url = `http://127.0.0.1:${port}`;
  const lines = createInterface({ input: child.stdout });
  const said: string[] = [];
  lines.on('line', (line) => said.push(line));
  const gone = once(child, 'exit').then(([status]) => {
    throw new Error(`Vigie ended with status ${status}: ${said.join(' ')}`);
  });
  gone.catch(() => {}); // Killed on purpose once it is ready.
  for (;;) {
    const healthy = await Promise.race([
      gone,
      fetch(`${url}/healthz`).then(
        async (reply) => ((await reply.json()) as { database: boolean }).database,
        () => false,
      ),
    ]);
    if (healthy === true) break;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  const readyMilliseconds = performance.now() - started;
  // The link is printed just after the first answer is possible.
  await new Promise((resolve) => setTimeout(resolve, 100));
  const setupToken = /\/setup#(\S+)/.exec(said.join('\n'))?.[1] ?? null;
  return { child, url, setupToken, readyMilliseconds };
}

/** Goes through the set-up and makes an API token of the first administrator. */
export async function firstToken({ url, setupToken }: LiveVigie): Promise<string> {
  const cookies = new Map<string, string>();
  const call = async <R>(path: string, body: unknown): Promise<R> => {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const headers = {
      'content-type': 'application/json',
      cookie,
      'x-vigie-csrf': cookies.get('vigie_csrf') ?? '',
    };
    const reply = await fetch(`${url}${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
    for (const line of reply.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      cookies.set(name, value);
    }
    if (!reply.ok) throw new Error(`${path}: ${reply.status} ${await reply.text()}`);
    return (await reply.json()) as R;
  };
  const person = {
    login: 'alice',
    displayName: 'Alice',
    password: 'cagou lagon niaouli 1874',
    language: 'fr',
  };
  await call('/api/setup', { token: setupToken, ...person });
  const { secret } = await call<{ secret: string }>('/api/session/totp', {});
  const code = new TOTP({ secret: Secret.fromBase32(secret) }).generate();
  await call('/api/session/totp/confirm', { code });
  const rights = ['read', 'operate', 'audit'];
  const { token } = await call<{ token: string }>('/api/tokens', { name: 'essai', rights, expiresInDays: 1 });
  return token;
}
