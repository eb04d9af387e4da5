import { QueryClient, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { UseMutationResult, UseQueryResult } from '@tanstack/react-query';
import type { Contract, ReplyOf } from '#platform/contract.ts';
import { ProblemError, call } from './client.ts';
import type { CallInput } from './client.ts';
import { liveTopics } from './live.ts';

/** One cache for the whole console: a list shown again is there at once, then refreshed. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 10_000,
      gcTime: 10 * 60_000,
      refetchOnWindowFocus: true,
      retry: (failures, error) =>
        failures < 2 && error instanceof ProblemError && (error.status === 0 || error.status >= 502),
      retryDelay: (attempt) => Math.min(8000, 500 * 2 ** attempt),
    },
  },
});

export interface ContractQueryOptions {
  /** Topics of the event stream after which this answer is fetched again. */
  readonly live?: readonly string[];
  readonly enabled?: boolean;
  /** Keeps the former answer on screen while another query (a new filter) loads. */
  readonly keep?: boolean;
  readonly refetchSeconds?: number;
}

/** `const { data, error, isPending } = useContract(listFindings, { query }, { live: ['findings'] })`. */
export function useContract<C extends Contract>(
  contract: C,
  input: CallInput<C>,
  options: ContractQueryOptions = {},
): UseQueryResult<ReplyOf<C>, ProblemError> {
  return useQuery<ReplyOf<C>, ProblemError>({
    queryKey: [contract.id, input],
    queryFn: ({ signal }) => call(contract, input, { signal }),
    enabled: options.enabled ?? true,
    meta: { topics: options.live ?? [] },
    ...(options.keep === false
      ? {}
      : { placeholderData: (before: ReplyOf<C> | undefined) => before as never }),
    ...(options.refetchSeconds === undefined ? {} : { refetchInterval: options.refetchSeconds * 1000 }),
  });
}

export interface ContractMutationOptions<C extends Contract> {
  /** Contracts whose answers this write changes. */
  readonly refresh?: readonly Contract[];
  readonly onDone?: (reply: ReplyOf<C>) => void;
}

/** `const close = useContractMutation(closeFinding, { refresh: [listFindings] }); close.mutate({ params: { id } })`. */
export function useContractMutation<C extends Contract>(
  contract: C,
  options: ContractMutationOptions<C> = {},
): UseMutationResult<ReplyOf<C>, ProblemError, CallInput<C>> {
  const client = useQueryClient();
  return useMutation<ReplyOf<C>, ProblemError, CallInput<C>>({
    mutationFn: (input) => call(contract, input),
    onSuccess: async (reply) => {
      options.onDone?.(reply);
      await Promise.all(
        (options.refresh ?? []).map((one) => client.invalidateQueries({ queryKey: [one.id] })),
      );
    },
  });
}

/** Fetches again every shown answer that follows one of the topics. */
export function invalidateTopics(topics: ReadonlySet<string>): void {
  void queryClient.invalidateQueries({
    predicate: (query) => {
      const followed = query.meta?.['topics'];
      return (
        Array.isArray(followed) &&
        (followed as string[]).some((topic) => topics.has(topic) || topics.has('*'))
      );
    },
  });
}

liveTopics(invalidateTopics);
