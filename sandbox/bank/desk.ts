import { compactBeijingTime } from '../kit/beijing-time.ts';
import { withBody } from '../kit/control.ts';
import type { Office } from '../kit/office.ts';
import { json, type Handler } from '../kit/wire.ts';
import { type Batch, batchesOf, sendBatch, settleBatch } from './batches.ts';
import { DAMAGES, deliver, writeReturn } from './return-file.ts';

/** What of the day's work people at the bank do, by hand here, and by the clock in `closeWhatIsDue`. */
export function deskRoutes(office: Office, fileFolder: string | undefined): ReadonlyMap<string, Handler> {
  const { register } = office;
  return new Map<string, Handler>([
    ['GET /_control/book', () => json(200, { payments: bookOf(office) })],
    [
      'POST /_control/send-batch',
      withBody(() => {
        const waiting = batchesOf(register).filter(isUnsettled);
        for (const batch of waiting) sendBatch(office, batch);
        return json(200, { batches: waiting.map(({ batchNo }) => batchNo) });
      }),
    ],
    [
      'POST /_control/return-file',
      withBody(({ batchNo, damage = 'NONE', folder = fileFolder }) => {
        const known = DAMAGES.find((candidate) => candidate === damage);
        if (!known) throw new RangeError(`damage must be one of ${DAMAGES.join(', ')}`);
        if (folder !== undefined && typeof folder !== 'string') throw new RangeError('folder must be a text');
        const batches = batchesOf(register);
        const batch = batchNo === undefined ? batches.at(-1) : batches.find((each) => each.batchNo === batchNo);
        if (!batch) return json(404, { error: 'no such batch' });
        settleBatch(office, batch);
        const file = writeReturn(register, batch, known);
        if (folder !== undefined) deliver(folder, file);
        const content = file.bytes.toString('base64');
        return json(200, { batchNo: batch.batchNo, name: file.name, rows: file.rows, content, marker: file.marker });
      }),
    ],
  ]);
}

/** Every order ever taken, with where its money is: 成功 means that it left the payer's account. */
function bookOf({ register }: Office): readonly object[] {
  return [...register.matters.values()].map((matter) => ({
    serial: matter.key,
    referralId: matter.referralId,
    status: matter.recalled ? '已撤销' : matter.status,
    ...register.effectOf(matter.key)?.order,
  }));
}

/** Settles batches and delivers their files: those of earlier days, or, where the bank hurries, whatever there is. */
export function closeWhatIsDue(office: Office, folder: string, hurries: boolean): void {
  const today = `DF${compactBeijingTime(new Date()).slice(0, 8)}`;
  for (const batch of batchesOf(office.register)) {
    if (!isUnsettled(batch) || (!hurries && batch.batchNo.startsWith(today))) continue;
    settleBatch(office, batch);
    deliver(folder, writeReturn(office.register, batch));
  }
}

/** After a start: the process may have ended between the settling of a batch and its file. The same bytes do no harm. */
export function deliverAgain(office: Office, folder: string): void {
  const last = batchesOf(office.register).findLast((batch) => !isUnsettled(batch));
  if (last) deliver(folder, writeReturn(office.register, last));
}

function isUnsettled({ orders }: Batch): boolean {
  return orders.some(({ over }) => !over);
}
