import { z } from 'zod';

/** A key in an agency's list of what it holds. Printable ASCII alone sorts alike in every language and database. */
export const ledgerKey = z.string().regex(/^[\x21-\x7e]{1,100}$/);
