import type { UsecaseDependencies } from '#usecases/ports.ts';

const PORTION = 500;

/**
 * Writes the search indexes of people who were registered before there were such; until then they are not proposed by name
 * and birth date, and a new number beside theirs is not noticed. Each portion commits alone, so it may be stopped and
 * repeated at any time. Answers how many it wrote; `onProgress` hears the sum so far.
 */
export async function fillPersonIndexes(
  { unitOfWork }: UsecaseDependencies,
  onProgress: (written: number) => void,
): Promise<number> {
  let written = 0;
  for (;;) {
    const portion = await unitOfWork.run((tx) => tx.candidates.fillIndexes(PORTION));
    if (portion === 0) return written;
    written += portion;
    onProgress(written);
  }
}
