import { parseArgs } from 'node:util';
import { isPersonaName, PERSONAS, personaToken } from '#app/personas.ts';

const { values } = parseArgs({ options: { as: { type: 'string' } } });
const name = values.as ?? '';
if (isPersonaName(name)) {
  console.log(await personaToken(name));
} else {
  console.error(`用法 / usage: npm run -s token -- --as NAME\nNAME: ${Object.keys(PERSONAS).join(' ')}`);
  process.exitCode = 64;
}
