import { describe, expect, it } from 'vitest';
import { createTownshipConnector } from '#connectors/township/index.ts';
import { createUnionConnector } from '#connectors/union/index.ts';
import type { AgencyConnector } from '#domain/agencies/agency-connector.ts';
import { requireCapability } from '#domain/agencies/require-capability.ts';
import { hasItsPapersInOrder } from './contract-suite.ts';
import { callWithin } from './support/calls.ts';
import { connectConfigured } from './support/configured-agencies.ts';
import { effect, effectKey } from './support/effects.ts';

describe.each([
  ['township', createTownshipConnector()],
  ['union', createUnionConnector()],
  ...['education', 'housing', 'emergency', 'health', 'charity'].map((code): [string, AgencyConnector] => [
    code,
    connectConfigured(code, {}),
  ]),
])('the window of %s', (code, connector) => {
  hasItsPapersInOrder(code, () => connector);

  it.each(['DISPATCH', 'RECALL', 'SUPPLEMENT'] as const)(
    'has a %s in its worklist at once, which is no receipt',
    async (kind) => {
      const outcome = await requireCapability(connector, 'send')(effect(kind), effectKey('oe-1'), callWithin(1_000));

      expect(connector.channel).toBe('WINDOW');
      expect(outcome).toEqual({ kind: 'DELIVERED' });
    },
  );
});
