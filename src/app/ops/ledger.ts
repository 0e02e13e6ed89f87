import { existsSync } from 'node:fs';
import { Command } from 'commander';
import { openAnchorFile } from '#app/access-ledger/anchor-file.ts';
import type { OpsContext } from '#app/ops/ops-context.ts';
import type { LedgerFinding, LedgerFindingKind, LedgerVerification } from '#domain/access/ledger-finding.ts';
import { verifyLedger } from '#usecases/access/verify-ledger.ts';

/** A table that was written anew as a whole has a finding for each row. */
const MOST_LINES = 100;

/** 访问留痕: verifies that nobody changed what was recorded of who saw what. Exits 1 with each finding named. */
export function ledgerCommand({ withApp, print }: OpsContext): Command {
  const command = new Command('ledger').description('访问留痕 / the access ledger');
  command
    .command('verify')
    .description(
      '核验留痕是否完整；发现问题时退出码为 1 / verifies that the ledger is whole; exits 1 with what it found',
    )
    .option(
      '--anchors <file>',
      '库外的锚点文件，默认为本系统的设置 / the file with the anchors, by default that of the settings',
    )
    .action(async ({ anchors }: { anchors?: string }) => {
      if (anchors !== undefined && !existsSync(anchors))
        throw new Error(`没有这个锚点文件，请核对路径 / there is no such file of anchors, check the path: ${anchors}`);
      let printed = 0;
      const verification = await withApp(({ dependencies }) =>
        verifyLedger(dependencies, {
          requestedBy: 'command-line',
          ...(anchors !== undefined && { anchorFile: openAnchorFile(anchors) }),
          onFinding(finding) {
            if (printed < MOST_LINES) print(describeFinding(finding));
            printed += 1;
          },
        }),
      );
      if (printed > MOST_LINES) print(`  … ${printed}`);
      for (const line of describeVerification(verification)) print(line);
      if (verification.findingCount > 0) process.exitCode = 1;
    });
  return command;
}

const KINDS: Readonly<Record<LedgerFindingKind, string>> = {
  STREAM_ALTERED: '链的起点被改动 / the beginning of the stream was altered',
  STREAM_UNKNOWN: '链没有登记 / the stream is not registered',
  STREAM_MISSING: '整条链不见 / the stream is gone',
  KEY_UNKNOWN: '密钥文件中没有所用的密钥 / made with a key that is not in the secret file',
  ENTRY_MISSING: '缺失 / missing',
  ENTRY_ALTERED: '被改动、插入或移动 / edited, inserted or moved',
  TAIL_CUT: '末尾被截去 / the end was cut off',
  ANCHOR_DIFFERS: '与锚点不符，链被重写 / not what the anchor says: written anew',
  ANCHOR_FORGED: '锚点签名不对 / the signature of the anchor does not hold',
};

function describeFinding({ kind, streamId, sequence, until, source }: LedgerFinding): string {
  const place = until === undefined || until === sequence ? `#${sequence}` : `#${sequence}–${until}`;
  return ['✘', streamId, place, KINDS[kind], source && `(${source})`].filter(Boolean).join('  ');
}

function describeVerification(verification: LedgerVerification): readonly string[] {
  const { streams, entries, tableAnchors, fileAnchors, tookMs, findingCount } = verification;
  const anchors = `锚点 / anchors ${tableAnchors} + ${fileAnchors ?? '—'}`;
  const counts = `留痕 / entries ${entries}  链 / streams ${streams}  ${anchors}  ${(tookMs / 1_000).toFixed(1)} s`;
  const outside =
    fileAnchors === undefined
      ? [
          '没有库外的锚点文件可比对，整条重写无从发现 / no anchors outside of the database: a ledger written anew with the key would not show',
        ]
      : [];
  const verdict = findingCount === 0 ? '完整 / whole' : `发现问题 / findings ${findingCount}`;
  return [...outside, `${verdict}  ${counts}`];
}
