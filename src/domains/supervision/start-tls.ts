import type { Socket } from 'node:net';
import { isTimeout } from '#platform/net/dial.ts';

export type StartTlsOutcome =
  | { readonly ok: true }
  | {
      readonly ok: false;
      readonly kind: 'refused' | 'timeout' | 'cancelled' | 'closed';
      readonly said: string;
    };

const maxBytes = 16_384;

/** One exchange of the plain dialogue: what is sent, then what must come (`last` ends an answer of several lines). */
interface Step {
  readonly send: string | null;
  readonly last: RegExp;
  readonly accepts: RegExp;
}

const dialogues: Readonly<Record<'smtp' | 'imap', readonly Step[]>> = {
  // RFC 3207 §4
  smtp: [
    { send: null, last: /^\d{3} /, accepts: /^220/ },
    { send: 'EHLO vigie.invalid\r\n', last: /^\d{3} /, accepts: /^250/ },
    { send: 'STARTTLS\r\n', last: /^\d{3} /, accepts: /^220/ },
  ],
  // RFC 3501 §6.2.1
  imap: [
    { send: null, last: /^\* /, accepts: /^\* (OK|PREAUTH)/i },
    { send: 'a1 STARTTLS\r\n', last: /^a1 /, accepts: /^a1 OK/i },
  ],
};

/** Asks a mail server to go on in TLS. The socket is left paused, ready for the handshake. */
export function startTls(
  socket: Socket,
  protocol: 'smtp' | 'imap',
  signal: AbortSignal,
): Promise<StartTlsOutcome> {
  return new Promise((resolve) => {
    const steps = dialogues[protocol];
    let index = 0;
    let pending = '';
    let received = 0;
    const settle = (outcome: StartTlsOutcome): void => {
      signal.removeEventListener('abort', onAbort);
      socket.off('data', onData);
      socket.off('close', onClose);
      if (outcome.ok) socket.pause();
      else socket.destroy();
      resolve(outcome);
    };
    const onAbort = (): void => {
      settle({
        ok: false,
        kind: isTimeout(signal.reason) ? 'timeout' : 'cancelled',
        said: pending.slice(0, 200),
      });
    };
    const onClose = (): void => settle({ ok: false, kind: 'closed', said: pending.slice(0, 200) });
    const onData = (chunk: Buffer): void => {
      received += chunk.length;
      pending += chunk.toString('latin1');
      for (let end = pending.indexOf('\r\n'); end !== -1; end = pending.indexOf('\r\n')) {
        const line = pending.slice(0, end);
        pending = pending.slice(end + 2);
        const step = steps[index];
        if (!step?.last.test(line)) continue;
        if (!step.accepts.test(line)) return settle({ ok: false, kind: 'refused', said: line.slice(0, 200) });
        index += 1;
        const next = steps[index];
        // Anything already sent after the last answer was injected in the clear (CVE-2011-0411): refuse it.
        if (!next)
          return settle(
            pending === '' ? { ok: true } : { ok: false, kind: 'refused', said: pending.slice(0, 200) },
          );
        if (next.send !== null) socket.write(next.send);
      }
      if (received > maxBytes) settle({ ok: false, kind: 'refused', said: pending.slice(0, 200) });
    };
    socket.on('data', onData);
    socket.once('close', onClose);
    if (signal.aborted) onAbort();
    else signal.addEventListener('abort', onAbort, { once: true });
  });
}
