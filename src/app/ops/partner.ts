import { Command, InvalidArgumentError, Option } from 'commander';
import type { App } from '#app/create-app.ts';
import { operatorAtTerminal } from '#app/ops/operator.ts';
import type { OpsContext } from '#app/ops/ops-context.ts';
import { speakingRefusals } from '#app/ops/speak-refusals.ts';
import { PARTNER_KEY_SCOPES, type PartnerKeyScope } from '#domain/access/key-scopes.ts';
import { AGENCY_ROLES, type AgencyRole } from '#domain/agencies/agency-code.ts';
import {
  PARTNER_KEY_KINDS,
  PARTNER_KEY_REVOCATIONS,
  type PartnerKey,
  type PartnerKeyKind,
  type PartnerKeyRevocation,
} from '#domain/partners/partner-key.ts';
import { globalId, rowIdOf } from '#resolvers/global-id.ts';
import { bindPartnerUsecases } from '#usecases/partners/bind-partner-usecases.ts';

/** What is shown at once. */
const SHOWN = 100;

interface NewKey {
  readonly kind: PartnerKeyKind;
  readonly name: string;
  readonly agency?: string;
  readonly roles?: readonly AgencyRole[];
  readonly scopes?: readonly PartnerKeyScope[];
  readonly division: string;
  readonly days?: number;
  readonly holder?: string;
}

/** `ops partner keys …`: keys are made, changed and ended at the terminal as on the graph. */
export function partnerCommand({ withApp, ...rest }: OpsContext): Command {
  const context: OpsContext = { ...rest, withApp: (work) => speakingRefusals(() => withApp(work)) };
  const keys = new Command('keys').description('对接密钥 / partner keys');
  keys.addCommand(listCommand(context)).addCommand(createCommand(context));
  keys.addCommand(rotateCommand(context)).addCommand(revokeCommand(context));
  return new Command('partner').description('对接单位 / partners').addCommand(keys);
}

function listCommand({ withApp, print }: OpsContext): Command {
  return new Command('list')
    .description('列出有效的对接密钥 / list live keys')
    .option('--agency <code>', '只看这个单位的 / of this agency only')
    .option('--ended', '只看已撤销和已到期的 / those that were revoked or have expired')
    .action(({ agency, ended }: { agency?: string; ended?: true }) =>
      withApp(async (app) => {
        const page = await usecases(app).listPartnerKeys({ agencyCode: agency, live: !ended }, { first: SHOWN });
        for (const key of page.items) print(lineOf(key));
        if (page.items.length === 0) print('没有 / none');
        if (page.hasNextPage) print(`只显示最新的 ${SHOWN} 个 / the newest ${SHOWN} only`);
      }),
    );
}

function createCommand({ withApp, print }: OpsContext): Command {
  return new Command('create')
    .description('制发对接密钥，内容只显示一次 / make a key; its secret is shown once')
    .addOption(new Option('--kind <kind>', '种类 / kind').choices(PARTNER_KEY_KINDS).makeOptionMandatory())
    .requiredOption('--name <text>', '用途 / what it is for')
    .requiredOption('--division <code>', '行政区划 / division')
    .option('--agency <code>', '单位 / agency')
    .option('--roles <list>', '角色，逗号分隔 / roles, comma separated', listOf(AGENCY_ROLES))
    .option('--scopes <list>', '范围，逗号分隔 / scopes, comma separated', listOf(PARTNER_KEY_SCOPES))
    .option('--days <number>', '有效天数 / days it lives', Number)
    .option('--holder <subject>', '工程师密钥属于谁 / whose TEAM key it is')
    .action(({ agency, division, days, roles, scopes = [], ...rest }: NewKey) =>
      withApp(async (app) => {
        const input = { ...rest, agencyCode: agency, divisionCode: division, lifeDays: days, roles, scopes };
        const { result } = await usecases(app).createPartnerKey({
          idempotencyKey: app.dependencies.ids.next(),
          ...input,
        });
        await show(app, print, result);
      }),
    );
}

function rotateCommand({ withApp, print }: OpsContext): Command {
  return new Command('rotate')
    .argument('<keyId>')
    .description('更换密钥内容 / give a key a new secret')
    .option(
      '--grace <hours>',
      '旧内容继续有效的小时数；已泄露填 0 / hours for the old one; 0 where it has leaked',
      Number,
      24,
    )
    .action((id: string, { grace }: { grace: number }) =>
      withApp(async (app) => {
        const input = { idempotencyKey: app.dependencies.ids.next(), keyId: keyIdOf(id), graceHours: grace };
        await show(app, print, (await usecases(app).rotatePartnerKey(input)).result);
      }),
    );
}

function revokeCommand({ withApp, print }: OpsContext): Command {
  return new Command('revoke')
    .argument('<keyId>')
    .description('撤销，数秒内处处失效 / end it, everywhere within seconds')
    .addOption(new Option('--reason <code>', '原因 / why').choices(PARTNER_KEY_REVOCATIONS).makeOptionMandatory())
    .action((id: string, { reason }: { reason: PartnerKeyRevocation }) =>
      withApp(async (app) => {
        const keyId = keyIdOf(id);
        await usecases(app).revokePartnerKey({ idempotencyKey: app.dependencies.ids.next(), keyId, reason });
        await show(app, print, { keyId });
      }),
    );
}

const usecases = (app: App) => bindPartnerUsecases(app.dependencies, operatorAtTerminal());

async function show(
  app: App,
  print: OpsContext['print'],
  { keyId, secret }: { readonly keyId: string; readonly secret?: string | undefined },
): Promise<void> {
  const key = await usecases(app).findPartnerKey(keyId);
  if (key) print(lineOf(key));
  if (secret !== undefined) {
    print(secret);
    print('请立即妥善保存，以后不再显示 / keep it now; it is never shown again');
  }
}

function lineOf({ id, kind, state, name, agencyCode, scopes, expiresAt, lastUsedAt, secrets }: PartnerKey): string {
  const endings = secrets.map(({ ending }) => `…${ending}`).join(' ');
  const used = lastUsedAt ? `used ${lastUsedAt.toISOString()}` : 'never used';
  const until = `until ${expiresAt.toISOString().slice(0, 10)}`;
  return [globalId('PartnerKey', id), kind, state, agencyCode ?? '-', scopes.join(','), endings, until, used, name]
    .filter(Boolean)
    .join('  ');
}

function keyIdOf(id: string): string {
  const rowId = rowIdOf('PartnerKey', id);
  if (!rowId) throw new RangeError('编号不正确，请用 list 列出的 / no such id; use one that list shows');
  return rowId;
}

function listOf<Choice extends string>(choices: readonly Choice[]) {
  return (text: string): readonly Choice[] =>
    text.split(',').map((part) => {
      const choice = choices.find((candidate) => candidate === part.trim());
      if (!choice) throw new InvalidArgumentError(`one of ${choices.join(', ')}`);
      return choice;
    });
}
