import os from 'node:os';
import type { Viewer } from '#domain/access/viewer.ts';

/**
 * Whoever sits at the terminal of the installation, as the record of what they do shows them. The terminal is the whole
 * installation's: its commands hold for every division.
 */
export function operatorAtTerminal(): Viewer {
  return { subject: `ops:${os.userInfo().username}`, role: 'OPERATOR', name: '运维终端', divisionCode: '' };
}
