import { CancellationScope, log } from '@temporalio/workflow';

/** Takes back one step; safe to run when the step did nothing, and to run twice. */
export interface Undo {
  name: string;
  run: () => Promise<unknown>;
}

/** Undos of a process in the order their steps began. */
export class Saga {
  #undos: Undo[] = [];

  /** Registers an undo; call it before the step itself, because a step that timed out may have acted. */
  register(name: string, run: () => Promise<unknown>): void {
    this.#undos.push({ name, run });
  }

  /**
   * Runs every undo, last in first out, whatever cancellation says. One that fails does not hold up the others;
   * its name is returned, so that the caller can raise it to an operator.
   */
  async compensate(): Promise<string[]> {
    return CancellationScope.nonCancellable(async () => {
      const failed: string[] = [];
      for (const { name, run } of this.#undos.splice(0).reverse()) {
        try {
          await run();
        } catch (error) {
          failed.push(name);
          log.error('An undo failed for good; an operator must look.', { undo: name, error });
        }
      }
      return failed;
    });
  }
}
