import { createStore, useStore } from './store.ts';

/** Whether the page hears the server: since when, in milliseconds. */
export interface LiveState {
  readonly status: 'connecting' | 'live' | 'offline';
  readonly since: number;
}

export const liveState = createStore<LiveState>({ status: 'connecting', since: Date.now() });

/** One event of the stream `/api/events`. */
export interface LiveEvent {
  readonly topic: string;
  readonly [detail: string]: unknown;
}

type TopicsListener = (topics: ReadonlySet<string>) => void;

const topicsListeners = new Set<TopicsListener>();
const gatherMillis = 300;
let pending = new Set<string>();
let timer: ReturnType<typeof setTimeout> | undefined;

/** Calls back with the topics of each burst of events: a hundred changes in a second cost one refresh. */
export function liveTopics(listener: TopicsListener): () => void {
  topicsListeners.add(listener);
  return () => topicsListeners.delete(listener);
}

function gather(topic: string): void {
  pending.add(topic);
  timer ??= setTimeout(() => {
    const topics = pending;
    pending = new Set();
    timer = undefined;
    for (const listener of topicsListeners) listener(topics);
  }, gatherMillis);
}

export function receive(event: LiveEvent): void {
  gather(event.topic);
}

function setStatus(status: LiveState['status']): void {
  if (liveState.get().status !== status) liveState.set({ status, since: Date.now() });
}

/** Opens the stream and keeps it open with growing pauses; gives back the closing. */
export function startLive(url = '/api/events'): () => void {
  let source: EventSource | null = null;
  let attempt = 0;
  let retry: ReturnType<typeof setTimeout> | undefined;
  let stopped = false;
  const open = (): void => {
    clearTimeout(retry);
    source = new EventSource(url);
    source.addEventListener('open', () => {
      // What happened while the line was cut is unknown: everything shown is read again.
      if (attempt > 0) gather('*');
      attempt = 0;
      setStatus('live');
    });
    source.addEventListener('message', (message: MessageEvent<string>) => {
      const event = readEvent(message.data);
      if (event) receive(event);
    });
    source.addEventListener('error', () => {
      source?.close();
      if (stopped) return;
      attempt += 1;
      setStatus('offline');
      retry = setTimeout(open, Math.min(30_000, 1000 * 2 ** Math.min(attempt - 1, 5)));
    });
  };
  const again = (): void => {
    if (liveState.get().status === 'offline') open();
  };
  window.addEventListener('online', again);
  open();
  return () => {
    stopped = true;
    clearTimeout(retry);
    source?.close();
    window.removeEventListener('online', again);
  };
}

export function readEvent(data: string): LiveEvent | null {
  try {
    const event: unknown = JSON.parse(data);
    if (typeof event !== 'object' || event === null) return null;
    return typeof (event as LiveEvent).topic === 'string' ? (event as LiveEvent) : null;
  } catch {
    return null;
  }
}

export function useLiveState(): LiveState {
  return useStore(liveState);
}
