import { timingSafeEqual } from 'node:crypto';
import { statfs } from 'node:fs/promises';
import path from 'node:path';
import type { Check } from '#app/doctor/check.ts';
import type { Env } from '#app/read-env.ts';
import { demoSecrets } from '#app/secrets.ts';
import { fault, type Finding, ok, warning } from '#domain/operations/finding.ts';

const NODE_MAJOR = 24;
const LOW_BYTES = 5 * 1024 ** 3;
const TOO_LOW_BYTES = 1024 ** 3;

/** What can be said without asking anybody else. The settings were read before: their faults end the command with 78. */
export function machineChecks(env: Env, nodeVersion = process.versions.node): readonly Check[] {
  return [
    { name: 'node', title: { zh: 'Node 版本', en: 'Node version' }, run: () => judgeNode(nodeVersion) },
    { name: 'settings', title: { zh: '设置', en: 'settings' }, run: () => ok('全部有效', 'all valid') },
    { name: 'secrets', title: { zh: '密钥来源', en: 'origin of the keys' }, run: () => judgeOrigin(env) },
    { name: 'time-zone', title: { zh: '本机时区数据', en: 'time zone data' }, run: judgeTimeZone },
    { name: 'disk', title: { zh: '磁盘空间', en: 'disk space' }, run: () => judgeDisk(env.ONEDOOR_DATA_DIR) },
  ];
}

function judgeNode(version: string): Finding {
  if (Number(version.split('.')[0]) >= NODE_MAJOR) return ok(version, version);
  return warning(
    { zh: `${version}，未经测试`, en: `${version} is not what was tested` },
    { zh: '请用 npm run 启动，它自带 Node 24。', en: 'Start with npm run, which brings Node 24 along.' },
  );
}

/** In production nothing may rest on a key that is printed in the source. */
function judgeOrigin(env: Env): Finding {
  if (env.ONEDOOR_MODE === 'demo')
    return ok('演示模式，使用公开的演示密钥', 'demonstration: the public demonstration keys are in use');
  const demo = demoSecrets().sealing;
  const published = [...demo.keys.values(), demo.indexKey];
  const held = [...env.secrets.sealing.keys.values(), env.secrets.sealing.indexKey];
  const isPublished = held.some((key) => published.some((other) => isSame(key, other)));
  const sandbox = Object.entries(env)
    .filter(
      ([name, secrets]) => name.endsWith('_WEBHOOK_SECRETS') && Array.isArray(secrets) && secrets.some(isSandboxSecret),
    )
    .map(([name]) => name);
  if (!isPublished && sandbox.length === 0) return ok('没有演示密钥', 'no demonstration key among them');
  const where = [...(isPublished ? ['ONEDOOR_SECRET_FILE'] : []), ...sandbox].join(', ');
  return fault(
    { zh: `正式环境用了公开的演示密钥：${where}`, en: `production uses keys that everybody knows: ${where}` },
    {
      zh: '请用 openssl rand -base64 32 生成新密钥写入密钥文件；推送密钥请由对方单位另发。已用演示密钥加密的数据须重新录入。',
      en: 'Make new keys with openssl rand -base64 32 for the secret file; have the agency issue another webhook secret. What was sealed with a demonstration key has to be entered anew.',
    },
  );
}

function isSame(key: Uint8Array, other: Uint8Array): boolean {
  return key.length === other.length && timingSafeEqual(key, other);
}

/** Those of the simulated agencies say so. */
function isSandboxSecret(secret: unknown): boolean {
  return secret instanceof Uint8Array && Buffer.from(secret).toString('latin1').startsWith('onedoor-sandbox-');
}

function judgeTimeZone(): Finding {
  const shown = new Intl.DateTimeFormat('en-GB', { timeZone: 'Asia/Shanghai', hour: '2-digit' }).format(new Date(0));
  if (shown === '08') return ok('Asia/Shanghai 可用', 'Asia/Shanghai known');
  return fault(
    { zh: 'Node 不知道 Asia/Shanghai 时区', en: 'Node does not know Asia/Shanghai' },
    {
      zh: '请使用带完整 ICU 的 Node（npm run 自带的即是）。',
      en: 'Use a Node with full ICU data, such as the one npm run brings.',
    },
  );
}

async function judgeDisk(folder: string, free: (folder: string) => Promise<number> = freeBytes): Promise<Finding> {
  const bytes = await free(folder);
  const shown = `${(bytes / 1024 ** 3).toFixed(1)} GB`;
  if (bytes >= LOW_BYTES) return ok(`剩余 ${shown}`, `${shown} free`);
  const says = { zh: `数据目录所在磁盘只剩 ${shown}`, en: `only ${shown} free where the data lies` };
  const mend = {
    zh: '请清理或扩容该磁盘；写满后数据库会停止受理。',
    en: 'Clear or enlarge that disk; when it is full the database stops taking anything in.',
  };
  return bytes < TOO_LOW_BYTES ? fault(says, mend) : warning(says, mend);
}

/** Of the folder, or of the nearest one above it that is there. */
async function freeBytes(folder: string): Promise<number> {
  const absolute = path.resolve(folder);
  try {
    const { bavail, bsize } = await statfs(absolute);
    return bavail * bsize;
  } catch (error) {
    if (path.dirname(absolute) === absolute) throw error;
    return freeBytes(path.dirname(absolute));
  }
}
