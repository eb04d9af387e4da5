import { toastProblem } from '#console/kit/toast.tsx';
import { useContractMutation } from '#console/use-contract.ts';
import { playScenario, readDemo } from './api.ts';

/** The commands of the player; each screen hears of it by the event stream. */
export function usePlayer() {
  const command = useContractMutation(playScenario, { refresh: [readDemo] });
  const send = (body: Parameters<typeof command.mutate>[0]['body']): void =>
    command.mutate({ body }, { onError: toastProblem });
  return {
    busy: command.isPending,
    play: (scenarioId: string, speed: number) => send({ kind: 'play', scenarioId, speed }),
    pause: () => send({ kind: 'pause' }),
    resume: () => send({ kind: 'resume' }),
    step: () => send({ kind: 'step' }),
    stop: () => send({ kind: 'stop' }),
  };
}
