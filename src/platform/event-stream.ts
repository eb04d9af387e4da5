import type { OutgoingHttpHeaders, ServerResponse } from 'node:http';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { admit } from './answer.ts';
import { listenEvents } from './api.ts';
import type { App } from './app.ts';
import { authenticate } from './auth/authenticate.ts';
import type { Change, Topic } from './events.ts';
import { guard } from './guard.ts';
import { metrics } from './metrics.ts';
import { tooMany } from './problems.ts';
import { requestFacts } from './request-facts.ts';
import type { RequestFacts } from './route.ts';

export interface EventStreamOptions {
  /** Changes of this time become one event a topic. */
  readonly gatherMilliseconds?: number;
  readonly heartbeatSeconds?: number;
  /** Open streams of one account: about one a tab. */
  readonly mostPerAccount?: number;
}

const mostStreams = 1000;
/** A reader this far behind is let go: it comes back and reads everything again. */
const mostWaitingBytes = 262_144;

interface Stream {
  readonly accountId: string;
  readonly facts: RequestFacts;
  readonly raw: ServerResponse;
}

/** Serves `/api/events`: what PostgreSQL announces, gathered, to every page that listens. */
export function registerEventStream(
  server: FastifyInstance,
  app: App,
  options: EventStreamOptions = {},
): void {
  const { gatherMilliseconds = 250, heartbeatSeconds = 20, mostPerAccount = 16 } = options;
  const streams = new Set<Stream>();
  const send = (text: string) => {
    for (const { raw } of streams) {
      if (raw.writableLength > mostWaitingBytes) raw.destroy();
      else raw.write(text);
    }
  };
  const gather = gatherChanges(gatherMilliseconds, send);
  const unsubscribe = app.events.subscribe((change) => {
    gather.add(change);
    if (change.topic !== 'account') return;
    for (const stream of streams)
      if (change.id === null || change.id === stream.accountId) void endIfRefused(app, stream);
  });
  const heartbeat = setInterval(() => {
    send(': \n\n');
    for (const stream of streams) void endIfRefused(app, stream);
  }, heartbeatSeconds * 1000);
  heartbeat.unref();
  metrics.gauge('vigie_event_streams', 'Pages that listen to what changes', () => streams.size);

  server.get(listenEvents.path, { onRequest: guard(app, listenEvents) }, async (request, reply) => {
    const accountId = request.actor?.accountId ?? '';
    const own = [...streams].filter((stream) => stream.accountId === accountId).length;
    if (own >= mostPerAccount || streams.size >= mostStreams) throw tooMany(heartbeatSeconds);
    const stream = { accountId, facts: requestFacts(request, reply), raw: reply.raw };
    reply.hijack();
    const { raw } = stream;
    raw.on('close', () => streams.delete(stream));
    raw.on('error', () => streams.delete(stream));
    raw.writeHead(200, streamHeaders(reply));
    raw.write('retry: 2000\n\n');
    streams.add(stream);
  });
  server.addHook('preClose', async () => {
    unsubscribe();
    clearInterval(heartbeat);
    gather.stop();
    for (const { raw } of streams) raw.end();
  });
}

function streamHeaders(reply: FastifyReply): OutgoingHttpHeaders {
  return {
    ...(reply.getHeaders() as OutgoingHttpHeaders),
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    'x-accel-buffering': 'no',
  };
}

/** Ends the stream of a session or token that is no longer worth anything. */
async function endIfRefused(app: App, stream: Stream): Promise<void> {
  try {
    admit(listenEvents, await authenticate(app, stream.facts, listenEvents, { touch: false }));
  } catch (error) {
    // A database that does not answer says nothing about the session.
    if (isRefusal(error)) stream.raw.end();
  }
}

function isRefusal(error: unknown): boolean {
  const status = (error as { status?: unknown }).status;
  return status === 401 || status === 403;
}

/** One event a topic and period; with an id when only one thing changed. */
function gatherChanges(milliseconds: number, send: (text: string) => void) {
  const pending = new Map<Topic, string | null>();
  let timer: NodeJS.Timeout | null = null;
  const flush = () => {
    timer = null;
    const events = [...pending].map(([topic, id]) => `data: ${JSON.stringify({ topic, id })}\n\n`);
    pending.clear();
    send(events.join(''));
  };
  return {
    add({ topic, id }: Change): void {
      const known = pending.get(topic);
      pending.set(topic, known === undefined || known === id ? id : null);
      if (timer !== null) return;
      timer = setTimeout(flush, milliseconds);
      timer.unref();
    },
    stop(): void {
      if (timer !== null) clearTimeout(timer);
    },
  };
}
