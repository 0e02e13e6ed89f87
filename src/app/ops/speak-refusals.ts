import { RequestRefusedError, type UserFault } from '#domain/errors.ts';
import { USER_ERRORS } from '#domain/user-errors.ts';

/** Runs what a command does; a refusal becomes an error that says in both languages what to do. */
export async function speakingRefusals<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof RequestRefusedError)) throw error;
    throw new Error(error.faults.map(inBothLanguages).join('\n'), { cause: error });
  }
}

function inBothLanguages({ code, details }: UserFault): string {
  const { zh, en, remedyZh, remedyEn } = USER_ERRORS[code];
  const now = details?.currentStatus;
  return `${code}${now === undefined ? '' : ` (${now})`}: ${zh}。${remedyZh} / ${en}. ${remedyEn}`;
}
