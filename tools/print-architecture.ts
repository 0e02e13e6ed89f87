import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT_FIELD_POLICY } from '#domain/access/root-field-policy.ts';
import { VIEWER_ROLES } from '#domain/access/viewer.ts';
import { CASE_TRANSITIONS } from '#domain/cases/case-transitions.ts';
import { VERSION_TRANSITIONS } from '#domain/catalogue/version-transitions.ts';
import { ARBITRATION_TRANSITIONS } from '#domain/disputes/arbitration-stages.ts';
import { COURT_MEDIATION_TRANSITIONS } from '#domain/disputes/court-mediation-stages.ts';
import { PASSING_ERRORS } from '#domain/passing-errors.ts';
import { REFERRAL_TRANSITIONS } from '#domain/referrals/referral-transitions.ts';
import { HARDSHIP_FILE_TRANSITIONS } from '#domain/registry/hardship-file-transitions.ts';
import { USER_ERRORS, type UserErrorCode } from '#domain/user-errors.ts';
import { userErrorType } from '#resolvers/user-errors.ts';

/**
 * `npm run print:architecture` writes what the code itself knows into the documents: the state tables and the policy of
 * the root fields between their markers in ARCHITECTURE.md, and the whole of docs/errors.md. `--check` writes nothing
 * and ends with 1 when something would change, so that a table can never be older than the code it was printed from.
 */
const ROOT = path.dirname(import.meta.dirname);

type Printer = () => readonly string[];

const PRINTED: Readonly<Record<string, Printer>> = {
  'referral-transitions': () => transitionTable(REFERRAL_TRANSITIONS),
  'case-transitions': () => transitionTable(CASE_TRANSITIONS),
  'hardship-file-transitions': () => transitionTable(HARDSHIP_FILE_TRANSITIONS),
  'court-mediation-stages': () => transitionTable(COURT_MEDIATION_TRANSITIONS),
  'arbitration-stages': () => transitionTable(ARBITRATION_TRANSITIONS),
  'version-transitions': () => transitionTable(VERSION_TRANSITIONS),
  'root-field-policy': policyTable,
};

function main(argument: string | undefined): number {
  if (argument !== undefined && argument !== '--check') {
    console.error('usage: npm run print:architecture [-- --check]');
    return 64;
  }
  const documents = [
    { file: 'ARCHITECTURE.md', text: withPrintedParts(readFileSync(path.join(ROOT, 'ARCHITECTURE.md'), 'utf8')) },
    { file: 'docs/errors.md', text: errorPage() },
  ];
  const stale = documents.filter(({ file, text }) => textOf(file) !== text);
  if (argument === '--check') {
    for (const { file } of stale) console.error(`${file} is not up to date; run npm run print:architecture`);
    return stale.length === 0 ? 0 : 1;
  }
  for (const { file, text } of stale) {
    writeFileSync(path.join(ROOT, file), text);
    console.log(`wrote ${file}`);
  }
  return 0;
}

function textOf(file: string): string | undefined {
  const place = path.join(ROOT, file);
  return existsSync(place) ? readFileSync(place, 'utf8') : undefined;
}

/** Throws when a marker is missing: a table that nobody prints any more would look up to date for ever. */
function withPrintedParts(text: string): string {
  return Object.entries(PRINTED).reduce((current, [name, print]) => {
    const opening = `<!-- printed: ${name} -->`;
    const [before, rest, ...more] = current.split(opening);
    const end = rest?.indexOf('<!-- /printed -->') ?? -1;
    if (before === undefined || rest === undefined || more.length > 0 || end === -1) {
      throw new Error(`ARCHITECTURE.md needs "${opening}" and "<!-- /printed -->" exactly once each`);
    }
    return `${before}${opening}\n\n${print().join('\n')}\n\n${rest.slice(end)}`;
  }, text);
}

function transitionTable(
  table: Readonly<Record<string, Readonly<Partial<Record<string, string>>>>>,
): readonly string[] {
  return [
    '| state | event → next state |',
    '|---|---|',
    ...Object.entries(table).map(([state, events]) => {
      const moves = Object.entries(events).map(([event, next]) => `${event} → \`${next}\``);
      return `| \`${state}\` | ${moves.length === 0 ? 'none: over' : moves.join(' · ')} |`;
    }),
  ];
}

function policyTable(): readonly string[] {
  return [
    `| root field | ${VIEWER_ROLES.join(' | ')} |`,
    `|---|${VIEWER_ROLES.map(() => ':-:').join('|')}|`,
    ...Object.entries(ROOT_FIELD_POLICY).map(
      ([field, allowed]) =>
        `| \`${field}\` | ${VIEWER_ROLES.map((role) => (allowed.includes(role) ? '●' : '')).join(' | ')} |`,
    ),
  ];
}

function errorPage(): string {
  const lines = [
    '# 问题代码 / Error codes',
    '',
    '由 `npm run print:architecture` 根据 `src/domain/user-errors.ts` 生成，请勿手改。代码长期不变，文字可能改进；任何文字都不重复用户填写的内容。',
    '',
    'Printed from `src/domain/user-errors.ts` by `npm run print:architecture`; not edited by hand. The code is the contract, the',
    'words may be improved at any time, and none of them repeats what the user typed.',
  ];
  for (const code of Object.keys(USER_ERRORS) as UserErrorCode[]) lines.push('', ...errorSection(code));
  lines.push('', ...passingSection());
  return `${lines.join('\n')}\n`;
}

/** The anchor is set by hand: `docUrl` writes the code with hyphens, and headings keep their underscores. */
function errorSection(code: UserErrorCode): readonly string[] {
  const { zh, en, remedyZh, remedyEn } = USER_ERRORS[code];
  return [
    `<a id="${code.toLowerCase().replaceAll('_', '-')}"></a>`,
    '',
    `## ${code}`,
    '',
    `- 原因：${zh}。`,
    `- 怎么办：${remedyZh}`,
    '',
    `- Cause: ${en}.`,
    `- Remedy: ${remedyEn}`,
    `- Type in the graph: \`${userErrorType({ code })}\``,
  ];
}

/** Errors of an answer and not of what was asked: in `errors`, not in `userErrors`. */
function passingSection(): readonly string[] {
  return [
    '## 稍后重试 / Try again later',
    '',
    '与填写的内容无关，在 `errors` 的 `extensions.code` 中；没有别的应答时为 HTTP 503。',
    '',
    'They have nothing to do with the input and stand in `extensions.code` of `errors`; HTTP 503 where nothing else was answered.',
    '',
    '| 代码 / code | 原因 / cause | 怎么办 / remedy |',
    '|---|---|---|',
    ...Object.entries(PASSING_ERRORS).map(
      ([code, { zh, en, remedyZh, remedyEn }]) => `| \`${code}\` | ${zh} / ${en} | ${remedyZh} / ${remedyEn} |`,
    ),
  ];
}

process.exitCode = main(process.argv[2]);
