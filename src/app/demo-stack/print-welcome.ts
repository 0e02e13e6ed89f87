import { PERSONAS } from '#app/personas.ts';

/** The table a newcomer reads first: where everything is, who can be played, what to try. */
export function printWelcome(gatewayUrl: string, queue: string): void {
  const rows = [
    ['接口试验台 / explorer', `${gatewayUrl}/explorer`],
    ['GraphQL (HTTP, WebSocket)', `${gatewayUrl}/graphql`],
    ['公开接口定义 / SDL', `${gatewayUrl}/schema.graphql`],
    ['存活与就绪 / health', `${gatewayUrl}/health/ready`],
    ['作业队列 / queue', queue],
  ] as const;
  const width = Math.max(...rows.map(([name]) => cells(name)));
  const lines = [
    '',
    '一门已就绪 / Onedoor is ready',
    '',
    ...rows.map(([name, value]) => `  ${name}${' '.repeat(width - cells(name))}  ${value}`),
    '',
    `  身份 / personas: ${Object.keys(PERSONAS).join(' ')}`,
    '  取令牌 / token:  npm run -s token -- --as window',
    '',
    '  试试 / try:',
    '    npm run demo:story                 一件欠薪从窗口到法院 / a case of wage arrears from the counter to the court',
    '    npm run demo:clock -- +15d         时间快进，看时限到期 / move legal time ahead and watch clocks run out',
    '    npm run demo:agency -- stop court  让法院停机，再查人 / stop the court, then look a person up; start court',
    '',
    `    curl -s ${gatewayUrl}/graphql -H 'content-type: application/json' -H "authorization: Bearer $(npm run -s token -- --as window)" \\`,
    `      -d '{"query":"{ viewer { name } serviceItems { code name { zh } } }"}'`,
    '',
    '  Ctrl-C 停止 / stops everything',
    '',
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}

/** Terminal cells: Chinese characters take two. */
function cells(text: string): number {
  return [...text].reduce((total, char) => total + (/[\u1100-\uffdc]/.test(char) ? 2 : 1), 0);
}
