/** How something is repeated; what fails is told and tried again after the pause. */
interface Repetition {
  pauseMs: number;
  onFailure: (error: unknown) => void;
}

/** Does something again and again, with a pause between; answers how to stop, which waits for what is under way. */
export function repeat(work: () => Promise<unknown>, { pauseMs, onFailure }: Repetition): () => Promise<void> {
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> = Promise.resolve();
  const round = async (): Promise<void> => {
    await work().catch(onFailure);
    if (!stopped) timer = setTimeout(begin, pauseMs);
  };
  const begin = (): void => {
    running = round();
  };
  begin();
  return async () => {
    stopped = true;
    clearTimeout(timer);
    await running;
  };
}
