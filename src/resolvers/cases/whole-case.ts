import type { Case, CaseHeader } from '#domain/cases/case.ts';
import type { Loaders } from '#domain/loaders.ts';

/** Of a case in a list what lists do not read, in one statement for the whole list; a case that is whole stays as it is. */
export async function wholeCase(record: CaseHeader | Case, loaders: Pick<Loaders, 'wholeCase'>): Promise<Case> {
  if ('plan' in record) return record;
  const whole = await loaders.wholeCase.load(record.id);
  if (!whole) throw new RangeError(`case ${record.id} was in a list and is not visible`);
  return whole;
}
